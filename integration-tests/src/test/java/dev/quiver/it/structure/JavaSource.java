/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A parsed source file.
 *
 * @param path relative to the root of the repository
 */
record JavaSource(Path path, List<String> lines, CompilationUnitTree unit, Trees trees) {
    JavaSource {
        lines = List.copyOf(lines);
    }

    /** Every source file of the repository. */
    static List<JavaSource> all() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            List<Path> paths = Repository.files(".java").stream()
                    .map(Repository.ROOT::resolve)
                    .toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(paths));
            Trees trees = Trees.instance(task);
            List<JavaSource> sources = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(of(unit, trees));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException("could not parse the sources", e);
        }
    }

    private static JavaSource of(CompilationUnitTree unit, Trees trees) {
        URI uri = unit.getSourceFile().toUri();
        Path path = Repository.ROOT.relativize(Path.of(uri));
        return new JavaSource(path, Repository.read(path).lines().toList(), unit, trees);
    }

    /** Whether this is code that ships or serves tests, not a test. */
    boolean isMain() {
        return path.toString().contains("src/main/java/");
    }

    /** Whether this is a class of tests, whose methods say what it is for. */
    boolean isTestClass() {
        String name = String.valueOf(path.getFileName());
        return !isMain() && (name.endsWith("Test.java") || name.endsWith("IT.java"));
    }

    /** The top-level types. */
    List<ClassTree> types() {
        return unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance)
                .map(ClassTree.class::cast)
                .toList();
    }

    /** Whether {@code type}, which is a top-level type, has Javadoc. */
    boolean hasJavadoc(Tree type) {
        String comment = trees.getDocComment(TreePath.getPath(unit, type));
        return comment != null && !comment.isBlank();
    }

    /** The name of its package. */
    String packageName() {
        return String.valueOf(unit.getPackageName());
    }

    /** The simple names of all types, nested ones included. */
    List<String> declaredNames() {
        List<String> names = new ArrayList<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
                names.add(type.getSimpleName().toString());
                return super.visitClass(type, null);
            }
        }.scan(unit, null);
        return names;
    }

    /** The simple names of what is imported. */
    List<String> importedNames() {
        return unit.getImports().stream()
                .map(statement -> statement.getQualifiedIdentifier().toString())
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .toList();
    }

    /** Says whether a node breaks a rule. */
    interface Rule {
        /** {@code parent} is null for the file as a whole. */
        boolean isBrokenBy(Tree tree, @Nullable Tree parent);
    }

    /** Where {@code rule} is broken: {@code path:line}. */
    List<String> breaches(Rule rule) {
        List<String> breaches = new ArrayList<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
                TreePath parent = getCurrentPath();
                if (tree != null && rule.isBrokenBy(tree, parent == null ? null : parent.getLeaf())) {
                    breaches.add(at(tree));
                }
                return super.scan(tree, null);
            }
        }.scan(unit, null);
        return breaches;
    }

    /** The number of lines from the first annotation or modifier of {@code tree} to its end. */
    long lineCount(Tree tree) {
        return lineOf(trees.getSourcePositions().getEndPosition(unit, tree)) - firstLine(tree) + 1;
    }

    private String at(Tree tree) {
        return path + ":" + firstLine(tree);
    }

    private long firstLine(Tree tree) {
        return lineOf(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    private long lineOf(long position) {
        return unit.getLineMap().getLineNumber(position);
    }
}
