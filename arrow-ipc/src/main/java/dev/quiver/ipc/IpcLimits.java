/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/**
 * How much one piece of IPC bytes may claim before it is refused.
 *
 * @param rowsMax rows of all batches together, and values of any column that takes no bytes ({@code max.rows})
 * @param columnsMax fields of a schema, those within others included ({@code max.columns})
 * @param nestingMax how deep fields may lie within each other, a flat column being 1 ({@code max.nesting}); at most
 *     {@value #NESTING_LIMIT}
 * @param decompressedBytesMax bytes that buffers and dictionaries may take beyond those handed in: decompressed,
 *     concatenated or referred to several times ({@code max.decompressed.bytes})
 * @param dictionaryValuesMax values of one dictionary ({@code max.dictionary.values})
 * @param utf8Checked whether text must be well-formed UTF-8 wherever it is not null
 */
public record IpcLimits(
        int rowsMax,
        int columnsMax,
        int nestingMax,
        long decompressedBytesMax,
        int dictionaryValuesMax,
        boolean utf8Checked) {
    /** Limits that fit batches of one Kafka record. */
    public static final IpcLimits DEFAULTS = new IpcLimits(1_000_000, 10_000, 32, 256L << 20, 1_000_000, true);

    /** Reading nested columns takes a few stack frames per level; this many fit any stack. */
    private static final int NESTING_LIMIT = 256;

    /** Refuses limits under 1, and nesting that the stack might not bear. */
    public IpcLimits {
        atLeastOne("rowsMax", rowsMax);
        atLeastOne("columnsMax", columnsMax);
        atLeastOne("nestingMax", nestingMax);
        atLeastOne("decompressedBytesMax", decompressedBytesMax);
        atLeastOne("dictionaryValuesMax", dictionaryValuesMax);
        if (nestingMax > NESTING_LIMIT) {
            throw new IllegalArgumentException(
                    "nestingMax must be at most " + NESTING_LIMIT + " but was " + nestingMax);
        }
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
        }
    }
}
