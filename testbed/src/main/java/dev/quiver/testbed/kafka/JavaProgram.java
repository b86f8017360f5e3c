/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.kafka;

import dev.quiver.testbed.JavaHomes;
import dev.quiver.testbed.process.Launch;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A main class on the class path of one version of Kafka. Logging is set up by files on the class path. A program under
 * test gets a heap size and no other JVM option.
 */
public final class JavaProgram {
    private static final String LOG4J_2 = """
            status = warn
            appender.console.type = Console
            appender.console.name = console
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = [%d] %p [%t] %m (%c)%n
            rootLogger.level = info
            rootLogger.appenderRef.console.ref = console
            """;
    private static final String LOG4J_1 = """
            log4j.rootLogger=INFO, console
            log4j.appender.console=org.apache.log4j.ConsoleAppender
            log4j.appender.console.layout=org.apache.log4j.PatternLayout
            log4j.appender.console.layout.ConversionPattern=[%d] %p [%t] %m (%c)%n
            """;

    private final Path javaHome;
    private final KafkaVersion version;
    private final int heapMb;
    private final List<String> jvmOptions;
    private final List<Path> moreClasses;

    private JavaProgram(
            Path javaHome, KafkaVersion version, int heapMb, List<String> jvmOptions, List<Path> moreClasses) {
        this.javaHome = javaHome;
        this.version = version;
        this.heapMb = heapMb;
        this.jvmOptions = jvmOptions;
        this.moreClasses = moreClasses;
    }

    /** Programs under test: those of {@code version} on {@code javaHome} with at most {@code heapMb} MiB of heap. */
    public static JavaProgram underTest(Path javaHome, KafkaVersion version, int heapMb) {
        return new JavaProgram(javaHome, version, heapMb, List.of(), List.of());
    }

    /** The same programs with {@link Launch#FAST_START}. */
    public JavaProgram startingFast() {
        return new JavaProgram(javaHome, version, heapMb, Launch.FAST_START, moreClasses);
    }

    /** Programs of the test bed, which need {@code version} and start fast. */
    static JavaProgram ofTestBed(KafkaVersion version, int heapMb) {
        Path own = Path.of(URI.create(JavaProgram.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        return new JavaProgram(JavaHomes.running(), version, heapMb, Launch.FAST_START, List.of(own));
    }

    /** The command that runs {@code mainClass}; logging is configured from files written into {@code home}. */
    public List<String> command(Path home, String mainClass, String... arguments) {
        Path conf = home.resolve("conf");
        write(conf.resolve("log4j2.properties"), LOG4J_2);
        write(conf.resolve("log4j.properties"), LOG4J_1);
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.add("-Xmx" + heapMb + "m");
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(classPath(conf));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }

    private String classPath(Path conf) {
        StringBuilder path = new StringBuilder(conf.toString());
        path.append(File.pathSeparator).append(version.lib().resolve("*"));
        moreClasses.forEach(classes -> path.append(File.pathSeparator).append(classes));
        return path.toString();
    }

    /** Writes {@code properties} in the order of their names. */
    public static Path writeProperties(Path file, Map<String, String> properties) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(properties)
                .forEach((name, value) ->
                        text.append(name).append('=').append(escape(value)).append('\n'));
        write(file, text.toString());
        return file;
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }
}
