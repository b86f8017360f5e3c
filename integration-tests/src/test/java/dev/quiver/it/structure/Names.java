/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What documents may name between backticks.
 *
 * <ul>
 *   <li>A path has a slash, or ends like a file of ours ({@code pom.xml}). It exists, seen from the root of the
 *       repository or from the document; a name without a slash may also be the name of any file. What lies in a
 *       {@code target} directory is not looked for.
 *   <li>A path that ends in a name with a capital and no dot ({@code converters/Setting}) is a type that is declared
 *       below that directory.
 *   <li>A name with a capital and a small letter ({@code Setting}, {@code Setting.define()}) is a type that is declared
 *       in the repository or imported by one of its files, or one of {@code java.lang}; what follows the dot occurs in
 *       the file that declares it. A name of somebody else's that no file imports is written with its package.
 *   <li>A name that begins with {@code dev.quiver.} is a package or a type of ours.
 * </ul>
 */
final class Names {
    private static final Pattern PATH = Pattern.compile("(\\./)?[\\w.-]+(/[\\w.-]+)*/?");
    private static final Pattern FILE = Pattern.compile(".*\\.(md|xml|sh|json|java|properties|yml|config)");
    private static final Pattern TYPE = Pattern.compile("(?<type>[A-Z]\\w*[a-z]\\w*)(\\.(?<member>\\w+)(\\(.*\\))?)?");
    private static final Pattern TYPE_BELOW = Pattern.compile("(?<directory>[\\w./-]+)/(?<type>[A-Z]\\w+)");

    private final List<JavaSource> sources;
    private final Map<String, List<JavaSource>> declared = new HashMap<>();
    private final Set<String> imported = new HashSet<>();
    private final Set<String> qualified = new HashSet<>();
    private final Set<String> fileNames = new HashSet<>();

    Names(List<JavaSource> sources) {
        this.sources = List.copyOf(sources);
        for (JavaSource source : sources) {
            String packageName = source.packageName();
            qualified.add(packageName);
            for (String type : source.declaredNames()) {
                declared.computeIfAbsent(type, name -> new ArrayList<>()).add(source);
                qualified.add(packageName + "." + type);
            }
            imported.addAll(source.importedNames());
        }
        Repository.files("").forEach(file -> fileNames.add(String.valueOf(file.getFileName())));
    }

    /** Whether {@code code}, found in {@code document}, names something that is not there. */
    boolean isBroken(Markdown document, String code) {
        Matcher below = TYPE_BELOW.matcher(code);
        if (below.matches()) {
            return !isDeclaredBelow(below.group("type"), Path.of(below.group("directory")));
        }
        if (PATH.matcher(code).matches()
                && (code.contains("/") || FILE.matcher(code).matches())) {
            return !isFile(document, code);
        }
        if (code.startsWith("dev.quiver.")) {
            return !qualified.contains(code);
        }
        Matcher type = TYPE.matcher(code);
        return type.matches() && !isType(type.group("type"), type.group("member"));
    }

    private boolean isFile(Markdown document, String code) {
        return code.startsWith("target/")
                || code.contains("/target/")
                || Repository.exists(Path.of(code))
                || Repository.exists(document.resolve(code))
                || fileNames.contains(code);
    }

    private boolean isDeclaredBelow(String type, Path directory) {
        return declared.getOrDefault(type, List.of()).stream()
                .anyMatch(source -> source.path().startsWith(directory));
    }

    private boolean isType(String type, @Nullable String member) {
        List<JavaSource> sources = declared.get(type);
        if (sources == null) {
            return imported.contains(type) || isInJavaLang(type);
        }
        return member == null
                || sources.stream()
                        .anyMatch(source ->
                                source.lines().stream().anyMatch(line -> line.matches(".*\\b" + member + "\\b.*")));
    }

    /** Whether a type of this name is declared. */
    boolean isDeclared(String type) {
        return declared.containsKey(type);
    }

    /** Whether {@code text} stands in a source file as it is. */
    boolean isWritten(String text) {
        return sources.stream().anyMatch(source -> source.lines().stream().anyMatch(line -> line.contains(text)));
    }

    private static boolean isInJavaLang(String type) {
        try {
            Class.forName("java.lang." + type);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
