/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A child table of a merge with those below it. */
final class JoinNode implements AutoCloseable {
    private final JoinSpec join;
    private final ChildStream stream;
    private final List<JoinNode> children;

    private JoinNode(JoinSpec join, ChildStream stream, List<JoinNode> children) {
        this.join = join;
        this.stream = stream;
        this.children = children;
    }

    /** The nodes of {@code joins}, whose tables {@code readers} opens. */
    @SuppressWarnings("MustBeClosedChecker") // closed with the merge
    static List<JoinNode> of(
            List<JoinSpec> joins,
            boolean nested,
            Function<TableSpec, TableReader> readers,
            MergeOptions options,
            MergeCounters counters) {
        List<JoinNode> nodes = new ArrayList<>();
        for (JoinSpec join : joins) {
            ChildStream stream = new ChildStream(join, nested, readers.apply(join.table()), options, counters);
            nodes.add(new JoinNode(join, stream, of(join.children(), true, readers, options, counters)));
        }
        return nodes;
    }

    JoinSpec join() {
        return join;
    }

    ChildStream stream() {
        return stream;
    }

    /** Adds the files of this table and those below. */
    void add(Map<String, List<TableFile>> files) {
        stream.add(files.getOrDefault(join.table().name(), List.of()));
        children.forEach(child -> child.add(files));
    }

    /** Forgets those of the files with {@code paths} that lie behind. */
    void forget(Set<String> paths) {
        stream.forget(paths);
        children.forEach(child -> child.forget(paths));
    }

    /** Adds to {@code paths} the files with rows whose parents have not come. */
    void addOrphanFiles(Set<String> paths) {
        paths.addAll(stream.orphanFiles());
        children.forEach(child -> child.addOrphanFiles(paths));
    }

    /** Searches anew from the children of {@code key} on, and forgets what those below hold. */
    void reseek(long key) throws IOException {
        stream.reseek(key);
        for (JoinNode child : children) {
            child.reseekBelow();
        }
    }

    private void reseekBelow() throws IOException {
        stream.reseek(0);
        for (JoinNode child : children) {
            child.reseekBelow();
        }
    }

    /** Bytes of the rows held here and below. */
    long heapBytes() {
        long bytes = stream.heapBytes();
        for (JoinNode child : children) {
            bytes += child.heapBytes();
        }
        return bytes;
    }

    /** The rows below {@code matches}, whose items are the parents. */
    List<Joined> below(Matches matches) throws IOException {
        List<Joined> joined = new ArrayList<>();
        for (JoinNode child : children) {
            joined.add(child.of(matches));
        }
        return joined;
    }

    private Joined of(Matches parents) throws IOException {
        long[] keys = new long[parents.size()];
        for (int item = 0; item < keys.length; item++) {
            keys[item] = parents.batch(item).column(join.parentKey()).key(parents.row(item));
        }
        KeyIndex index = KeyIndex.of(keys);
        if (index.groupCount() > 0) {
            stream.provide(index.min(), index.max());
        }
        Matches matches = stream.collect(index);
        return new Joined(matches, null, null, below(matches));
    }

    @Override
    public void close() {
        stream.close();
        children.forEach(JoinNode::close);
    }
}
