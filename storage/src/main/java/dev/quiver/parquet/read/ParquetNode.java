/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a file's schema, or a group of columns.
 *
 * @param name within its group
 * @param path the names from the row down to this one, with dots between
 * @param optional whether it may be missing
 * @param repeated whether there may be any number of it
 * @param physical how values are stored; null for a group
 * @param width bytes of every value; 0 if that differs, and for a group
 * @param annotation what it means
 * @param children of a group
 * @param definition the definition level from which on it is there
 * @param repetition how many repeated columns there are down to this one
 * @param leaf which of the file's leaf columns it is; -1 for a group
 */
record ParquetNode(
        String name,
        String path,
        boolean optional,
        boolean repeated,
        @Nullable PhysicalType physical,
        int width,
        Annotation annotation,
        List<ParquetNode> children,
        int definition,
        int repetition,
        int leaf) {
    ParquetNode {
        children = List.copyOf(children);
    }

    boolean isLeaf() {
        return physical != null;
    }

    boolean is(Annotation.Kind kind) {
        return annotation.kind() == kind;
    }

    /** The same without a meaning beyond how it is stored. */
    ParquetNode withoutAnnotation() {
        return new ParquetNode(
                name,
                path,
                optional,
                repeated,
                physical,
                width,
                Annotation.NONE,
                children,
                definition,
                repetition,
                leaf);
    }
}
