/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Booleans. */
final class BooleanValues implements PageValues {
    private final PrimitiveType type;
    private final boolean runs;
    /** 0 or 1 each. */
    private final IntBuffer bits = new IntBuffer();

    private int trueCount;

    BooleanValues(PrimitiveType type, ValuePlan plan) {
        this.type = type;
        this.runs = plan.fallback() == ColumnEncoding.RLE;
    }

    @Override
    public void append(FieldVector leaf, EncodingScratch scratch) {
        Slots slots = scratch.slots();
        int first = slots.firstValue();
        int count = slots.valueCount();
        HeapCopy copy = scratch.fixed();
        copy.copyBits(leaf.getDataBuffer(), first, slots.endValue());
        int at = bits.size();
        int[] target = bits.reserve(count);
        boolean dense = slots.isDense();
        int[] index = slots.values();
        for (int value = 0; value < count; value++) {
            int bit = copy.bitAt(dense ? first + value : index[value]);
            target[at + value] = bit;
            trueCount += bit;
        }
    }

    @Override
    public long plainBytes(FieldVector leaf, int from, int to) {
        return (to - from) / Byte.SIZE + 1L;
    }

    @Override
    public long encodedBytes() {
        return bits.size() / Byte.SIZE;
    }

    @Override
    public boolean isDictionaryFull() {
        return false;
    }

    @Override
    public Encoded endPage(PageBytes target, EncodingScratch scratch) {
        Statistics<?> statistics = Statistics.createStats(type);
        int count = bits.size();
        if (count > trueCount) {
            statistics.updateStats(false);
        }
        if (trueCount > 0) {
            statistics.updateStats(true);
        }
        boolean asRuns = runs && count > 0;
        if (asRuns) {
            int lengthAt = target.reserve(Integer.BYTES);
            HybridEncoding.encode(bits.array(), count, 1, target);
            target.setInt(lengthAt, target.size() - lengthAt - Integer.BYTES);
        } else {
            HybridEncoding.packBits(bits.array(), 0, count, 1, target);
        }
        bits.clear();
        trueCount = 0;
        return new Encoded(asRuns ? Encoding.RLE : Encoding.PLAIN, statistics, 0);
    }

    @Override
    public @Nullable ChunkFilter filter() {
        return null;
    }

    @Override
    public int endChunk(PageBytes target) {
        return 0;
    }

    @Override
    public void trim() {
        bits.release();
    }

    @Override
    public long retainedBytes() {
        return bits.retainedBytes();
    }
}
