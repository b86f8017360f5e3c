/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits on every source file of the repository, tests and tools included. */
final class SourceLimitsTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 50;
    private static final int LINE_CHARACTERS_MAX = 120;
    private static final String HEADER = "/* SPDX-License-Identifier: Apache-2.0 */";
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME)\\b");
    private static final Set<String> DISABLED = Set.of("Disabled", "org.junit.jupiter.api.Disabled");

    private static List<JavaSource> sources = List.of();

    @BeforeAll
    static void parse() {
        sources = JavaSource.all();
    }

    @Test
    void theWholeRepositoryIsLookedAt() {
        assertThat(sources)
                .extracting(source -> source.path().toString())
                .anyMatch(path -> path.startsWith("converters/src/main/java/"))
                .anyMatch(path -> path.startsWith("testbed/src/main/java/"))
                .anyMatch(path -> path.endsWith("SourceLimitsTest.java"));
    }

    @Test
    void filesHaveAtMost400Lines() {
        assertThat(sources)
                .filteredOn(source -> source.lines().size() > FILE_LINES_MAX)
                .extracting(JavaSource::path)
                .isEmpty();
    }

    @Test
    void methodsHaveAtMost50Lines() {
        List<String> tooLong = new ArrayList<>();
        for (JavaSource source : sources) {
            tooLong.addAll(source.breaches(
                    (tree, parent) -> tree instanceof MethodTree && source.lineCount(tree) > METHOD_LINES_MAX));
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void linesHaveAtMost120Characters() {
        assertThat(lines(source -> true, line -> line.length() > LINE_CHARACTERS_MAX))
                .isEmpty();
    }

    @Test
    void everyFileBeginsWithItsLicense() {
        assertThat(sources)
                .filteredOn(source -> source.lines().isEmpty()
                        || !HEADER.equals(source.lines().get(0)))
                .extracting(JavaSource::path)
                .isEmpty();
    }

    @Test
    void everyVariableSaysItsType() {
        assertThat(breaches(SourceLimitsTest::isVar)).isEmpty();
    }

    /** A parsed {@code var} has no type; neither has the parameter of a lambda, which may go without. */
    private static boolean isVar(Tree tree, @Nullable Tree parent) {
        return tree instanceof VariableTree variable
                && variable.getType() == null
                && !(parent instanceof LambdaExpressionTree);
    }

    @Test
    void everyImportNamesOneThing() {
        assertThat(breaches((tree, parent) -> tree instanceof ImportTree statement
                        && statement.getQualifiedIdentifier().toString().endsWith(".*")))
                .isEmpty();
    }

    @Test
    void noTestIsDisabled() {
        assertThat(breaches((tree, parent) -> tree instanceof AnnotationTree annotation
                        && DISABLED.contains(annotation.getAnnotationType().toString())))
                .isEmpty();
    }

    @Test
    void noTestSleeps() {
        List<String> sleeps = new ArrayList<>();
        sources.stream()
                .filter(source -> !source.isMain())
                .forEach(source -> sleeps.addAll(source.breaches((tree, parent) -> isSleep(tree))));
        assertThat(sleeps).isEmpty();
    }

    private static boolean isSleep(Tree tree) {
        if (!(tree instanceof MethodInvocationTree call)) {
            return false;
        }
        String method = call.getMethodSelect().toString();
        return method.equals("sleep") || method.endsWith("Thread.sleep") || method.matches(".*TimeUnit\\..*\\.sleep");
    }

    @Test
    void everyTopLevelTypeSaysWhatItIs() {
        List<String> silent = new ArrayList<>();
        for (JavaSource source : sources) {
            silent.addAll(source.breaches((tree, parent) -> parent instanceof CompilationUnitTree
                    && source.types().contains(tree)
                    && !source.isTestClass()
                    && !source.hasJavadoc(tree)));
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void nothingIsLeftToDoInMainCode() {
        assertThat(lines(JavaSource::isMain, line -> UNFINISHED.matcher(line).find()))
                .isEmpty();
    }

    private static List<String> breaches(JavaSource.Rule rule) {
        List<String> breaches = new ArrayList<>();
        sources.forEach(source -> breaches.addAll(source.breaches(rule)));
        return breaches;
    }

    private static List<String> lines(Predicate<JavaSource> files, Predicate<String> breach) {
        List<String> breaches = new ArrayList<>();
        for (JavaSource source : sources) {
            for (int line = 1; files.test(source) && line <= source.lines().size(); line++) {
                if (breach.test(source.lines().get(line - 1))) {
                    breaches.add(source.path() + ":" + line);
                }
            }
        }
        return breaches;
    }
}
