/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The values of one column chunk on their way into pages: one class per kind of value, chosen once per schema. */
sealed interface PageValues permits NumberValues, ByteValues, BooleanValues {
    /**
     * What a page holds apart from levels.
     *
     * @param encoding how the values were encoded
     * @param statistics of the values; the nulls are still to be added
     * @param byteStringBytes the sum of the lengths of byte strings of variable length, otherwise 0
     */
    record Encoded(Encoding encoding, Statistics<?> statistics, long byteStringBytes) {}

    /** The values for columns of {@code type} from vectors of the leaf of {@code path}. */
    static PageValues of(LeafPath path, PrimitiveType type, ValuePlan plan) {
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanValues(type, plan);
            case INT32, INT64, FLOAT, DOUBLE ->
                new NumberValues(type, NumberLayout.of(path.leaf().getType()), plan);
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                new ByteValues(type, path.leaf().getType(), plan);
            case INT96 -> throw new IllegalArgumentException("INT96 is not written");
        };
    }

    /** Takes the values that the slots of {@code scratch} have in {@code leaf}. */
    void append(FieldVector leaf, EncodingScratch scratch);

    /** Bytes that the values of {@code leaf} from {@code from} up to {@code to} take without an encoding. */
    long plainBytes(FieldVector leaf, int from, int to);

    /** Bytes that the values of the page in the making will take, about. */
    long encodedBytes();

    /** Whether the page must end before more values come. */
    boolean isDictionaryFull();

    /** Encodes the values of the page to the end of {@code target} and starts the next page. */
    Encoded endPage(PageBytes target, EncodingScratch scratch);

    /** The filter of the values since the last {@link #endChunk}, null if there is none. */
    @Nullable
    ChunkFilter filter();

    /**
     * Appends the dictionary that pages since the last call refer to, and starts the next column chunk.
     *
     * @return the number of entries; 0 if no page refers to a dictionary
     */
    int endChunk(PageBytes target);

    /** Gives arrays back that the page in the making does not need; for use after {@link #endPage}. */
    void trim();

    /** Heap bytes held. */
    long retainedBytes();
}
