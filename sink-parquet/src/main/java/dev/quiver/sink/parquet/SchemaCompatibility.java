/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

/** Which rows of other schemas a file may have. Rows that fit in no file of another schema have files of their own. */
enum SchemaCompatibility {
    /** None. */
    NONE(false, false),
    /** Those of older schemas: what they lack is null or the default. */
    BACKWARD(true, false),
    /** Those of newer schemas, without the columns they have added. */
    FORWARD(false, true),
    /** Both. */
    FULL(true, true),
    /** All that can be brought together: a file has the columns of all of them, in the wider of their types. */
    UNION(true, false);

    private final boolean fills;
    private final boolean drops;

    SchemaCompatibility(boolean fills, boolean drops) {
        this.fills = fills;
        this.drops = drops;
    }

    /** Whether columns that a row lacks may be filled. */
    boolean fills() {
        return fills;
    }

    /** Whether columns that a file lacks may be dropped. */
    boolean drops() {
        return drops;
    }
}
