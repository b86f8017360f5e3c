/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A document, taken apart.
 *
 * @param path relative to the root of the repository
 * @param prose what is not in a fenced block
 */
record Markdown(Path path, String text, String prose, List<Block> blocks) {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /**
     * A fenced block.
     *
     * @param language what stands behind the opening fence, may be empty
     */
    record Block(String language, List<String> lines) {
        Block {
            lines = List.copyOf(lines);
        }
    }

    Markdown {
        blocks = List.copyOf(blocks);
    }

    /** Every document of the repository. */
    static List<Markdown> all() {
        return Repository.files(".md").stream().map(Markdown::read).toList();
    }

    private static Markdown read(Path path) {
        String text = Repository.read(path);
        StringBuilder prose = new StringBuilder();
        List<Block> blocks = new ArrayList<>();
        List<String> fenced = null;
        String language = "";
        for (String line : text.split("\n", -1)) {
            boolean fence = line.strip().startsWith("```");
            if (fence && fenced != null) {
                blocks.add(new Block(language, fenced));
                fenced = null;
            } else if (fence) {
                fenced = new ArrayList<>();
                language = line.strip().substring("```".length());
            } else if (fenced == null) {
                prose.append(line).append('\n');
            } else {
                fenced.add(line);
            }
        }
        if (fenced != null) {
            throw new IllegalStateException(path + ": a fenced block does not end");
        }
        return new Markdown(path, text, prose.toString(), blocks);
    }

    /** Where its links lead. */
    List<String> links() {
        return groups(LINK);
    }

    /** What stands between backticks, with line breaks as spaces. */
    List<String> code() {
        return groups(CODE).stream().map(span -> span.replaceAll("\\s+", " ")).toList();
    }

    private List<String> groups(Pattern pattern) {
        return pattern.matcher(prose)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    /** The file that {@code relative} means in this document, relative to the root. */
    Path resolve(String relative) {
        Path directory = Repository.ROOT.resolve(path).resolveSibling(relative);
        return Repository.ROOT.relativize(directory.normalize());
    }
}
