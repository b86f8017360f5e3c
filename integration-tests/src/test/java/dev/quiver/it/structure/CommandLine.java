/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A command that a document tells people to type: a script of ours with options that it knows, or {@code mvn} with
 * phases, goals, modules, profiles and properties that there are.
 */
final class CommandLine {
    private static final Set<String> PHASES = Set.of("clean", "test", "package", "verify", "install");
    private static final Set<String> FLAGS = Set.of("-B", "-q", "-ntp", "-am");
    private static final Set<String> PROPERTIES_OF_MAVEN =
            Set.of("skipTests", "skipITs", "surefire.failIfNoSpecifiedTests");
    private static final Path POM = Path.of("pom.xml");

    private final List<String> words;
    private final Names names;

    CommandLine(String line, Names names) {
        this.words = List.of(line.strip().split("\\s+", -1));
        this.names = names;
    }

    /** Whether the command cannot work. */
    boolean isBroken() {
        return words.get(0).equals("mvn") ? isBrokenMaven() : isBrokenScript();
    }

    private boolean isBrokenScript() {
        Path script = Path.of(words.get(0)).normalize();
        if (!words.get(0).contains("/") || !Files.isExecutable(Repository.ROOT.resolve(script))) {
            return true;
        }
        String text = Repository.read(script);
        return words.stream()
                .anyMatch(word -> word.startsWith("--") && !text.contains(word + ")") && !text.contains(word + " "));
    }

    private boolean isBrokenMaven() {
        for (int index = 1; index < words.size(); index++) {
            String word = words.get(index);
            if (word.equals("-pl")) {
                index++;
                if (!areModules(words.get(index))) {
                    return true;
                }
            } else if (!isMavenWord(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean areModules(String list) {
        return List.of(list.split(",", -1)).stream()
                .allMatch(module -> Repository.read(POM).contains("<module>" + module + "</module>"));
    }

    private boolean isMavenWord(String word) {
        if (word.startsWith("-D")) {
            return isProperty(word.substring(2));
        }
        if (word.startsWith("-P")) {
            return Repository.read(POM).contains("<id>" + word.substring(2) + "</id>");
        }
        if (word.contains(":")) {
            return isPlugin(word.substring(0, word.indexOf(':')));
        }
        return PHASES.contains(word) || FLAGS.contains(word);
    }

    private static boolean isPlugin(String prefix) {
        String pom = Repository.read(POM);
        return pom.contains("<artifactId>" + prefix + "-maven-plugin</artifactId>")
                || pom.contains("<artifactId>maven-" + prefix + "-plugin</artifactId>");
    }

    private boolean isProperty(String assignment) {
        String name = assignment.split("=", 2)[0];
        if (name.equals("test") || name.equals("it.test")) {
            return names.isDeclared(assignment.substring(name.length() + 1));
        }
        return PROPERTIES_OF_MAVEN.contains(name)
                || Repository.read(POM).contains("<name>" + name + "</name>")
                || names.isWritten('"' + name + '"');
    }
}
