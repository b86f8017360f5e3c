/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.kafka;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A main class of Kafka on a class path of its own. The JVM gets a heap size and no other option; logging is set up by
 * files on the class path.
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

    /** Programs of {@code version} on {@code javaHome} with at most {@code heapMb} MiB of heap. */
    public JavaProgram(Path javaHome, KafkaVersion version, int heapMb) {
        this.javaHome = javaHome;
        this.version = version;
        this.heapMb = heapMb;
    }

    /** The command that runs {@code mainClass}; logging is configured from files written into {@code home}. */
    public List<String> command(Path home, String mainClass, String... arguments) {
        Path conf = home.resolve("conf");
        write(conf.resolve("log4j2.properties"), LOG4J_2);
        write(conf.resolve("log4j.properties"), LOG4J_1);
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.add("-Xmx" + heapMb + "m");
        command.add("-cp");
        command.add(conf + File.pathSeparator + version.lib().resolve("*"));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
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
