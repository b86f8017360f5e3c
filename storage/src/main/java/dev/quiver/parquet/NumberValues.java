/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Values that Parquet stores as 32 or 64 bits. */
final class NumberValues implements PageValues {
    private final PrimitiveType type;
    private final NumberLayout layout;
    private final NumberOrder order;
    private final ValuePlan plan;
    private final int width;

    /** The page's values as ids, while there is a dictionary. */
    private final IntBuffer ids = new IntBuffer();
    /** The page's values, once there is none. */
    private final PageBytes plain = new PageBytes();

    private @Nullable NumberDictionary dictionary;
    private @Nullable ChunkFilter filter;
    private boolean started;
    private boolean dictionaryClosed;
    private boolean dictionaryUsed;

    NumberValues(PrimitiveType type, NumberLayout layout, ValuePlan plan) {
        this.type = type;
        this.layout = layout;
        this.order = NumberOrder.of(type);
        this.plan = plan;
        PrimitiveTypeName name = type.getPrimitiveTypeName();
        this.width = name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.FLOAT ? Integer.BYTES : Long.BYTES;
    }

    @Override
    public void append(FieldVector leaf, EncodingScratch scratch) {
        NumberChunk numbers = scratch.numbers();
        if (scratch.slots().valueCount() == 0) {
            return;
        }
        layout.load(leaf.getDataBuffer(), scratch.slots(), scratch.fixed(), numbers);
        if (!started) {
            started = true;
            dictionary = plan.hasDictionary() ? new NumberDictionary() : null;
            filter = plan.newFilter();
        }
        if (dictionary == null || dictionaryClosed) {
            appendPlain(numbers.values(), numbers.count());
            return;
        }
        dictionary.lookUp(numbers, ids);
        boolean worthless = !dictionaryUsed
                && plan.isWorthless(
                        dictionaryBytes(dictionary), dictionary.size(), ids.size(), (long) ids.size() * width);
        if (worthless) {
            giveUp(dictionary);
        }
    }

    private long dictionaryBytes(NumberDictionary entries) {
        return (long) entries.size() * width;
    }

    private void appendPlain(long[] values, int count) {
        if (filter != null) {
            filter.add(values, count, width);
        }
        int at = plain.reserve(count * width);
        byte[] bytes = plain.array();
        if (width == Integer.BYTES) {
            for (int index = 0; index < count; index++) {
                PageBytes.INTS.set(bytes, at + index * Integer.BYTES, (int) values[index]);
            }
            return;
        }
        for (int index = 0; index < count; index++) {
            PageBytes.LONGS.set(bytes, at + index * Long.BYTES, values[index]);
        }
    }

    /** Only while no page refers to the dictionary: the values so far take their plain form. */
    private void giveUp(NumberDictionary entries) {
        long[] values = new long[ids.size()];
        for (int at = 0; at < values.length; at++) {
            values[at] = entries.entry(ids.array()[at]);
        }
        appendPlain(values, values.length);
        dictionary = null;
        ids.release();
    }

    @Override
    public long plainBytes(FieldVector leaf, int from, int to) {
        return (long) (to - from) * width;
    }

    @Override
    public long encodedBytes() {
        int entryCount = dictionary == null ? 0 : dictionary.size();
        return plain.size() + ValuePlan.idBytes(entryCount, ids.size());
    }

    @Override
    public boolean isDictionaryFull() {
        return dictionary != null && !dictionaryClosed && dictionaryBytes(dictionary) >= plan.dictionaryBytesMax();
    }

    @Override
    public Encoded endPage(PageBytes target, EncodingScratch scratch) {
        Statistics<?> statistics = Statistics.createStats(type);
        boolean full = isDictionaryFull();
        if (dictionary != null && !dictionaryUsed && ids.size() > 0) {
            long plainBytes = (long) ids.size() * width;
            if (ValuePlan.isLarger(dictionaryBytes(dictionary), dictionary.size(), ids.size(), plainBytes)) {
                giveUp(dictionary);
            }
        }
        Encoding used = Encoding.PLAIN;
        if (dictionary != null && ids.size() > 0) {
            summariseEntries(dictionary, statistics, scratch);
            used = DictionaryIds.encode(ids, dictionary.size(), plan.profile(), target);
            dictionaryUsed = true;
        } else if (plain.size() > 0) {
            int count = plain.size() / width;
            order.summarise(plainValues(count, scratch), count, statistics);
            used = NumberEncodings.encode(plan.fallback(), plain, width, target);
        }
        ids.clear();
        plain.clear();
        if (full) {
            dictionaryClosed = true;
            ids.release();
        }
        return new Encoded(used, statistics, 0);
    }

    private void summariseEntries(NumberDictionary entries, Statistics<?> statistics, EncodingScratch scratch) {
        IdSet used = scratch.ids();
        used.fill(ids, entries.size());
        long[] values = scratch.numbers().reserve(entries.size());
        int count = 0;
        for (int id = used.next(0); id >= 0; id = used.next(id + 1)) {
            values[count++] = entries.entry(id);
        }
        order.summarise(values, count, statistics);
        if (statistics.isNanCountSet() && statistics.getNanCount() > 0) {
            statistics.incrementNanCount(nanCount(entries) - statistics.getNanCount());
        }
    }

    /** Entries count once, values as often as they occur. */
    private long nanCount(NumberDictionary entries) {
        long nanCount = 0;
        for (int at = 0; at < ids.size(); at++) {
            nanCount += order.isNan(entries.entry(ids.array()[at])) ? 1 : 0;
        }
        return nanCount;
    }

    private long[] plainValues(int count, EncodingScratch scratch) {
        long[] values = scratch.numbers().reserve(count);
        NumberLayout stored = width == Integer.BYTES ? NumberLayout.INT32 : NumberLayout.INT64;
        stored.widen(plain.array(), values, count);
        return values;
    }

    @Override
    public @Nullable ChunkFilter filter() {
        if (filter != null && dictionary != null) {
            filter.add(dictionary.entries(), dictionary.size(), width);
        }
        return filter;
    }

    @Override
    public int endChunk(PageBytes target) {
        int entryCount = dictionary == null || !dictionaryUsed ? 0 : dictionary.size();
        for (int id = 0; dictionary != null && id < entryCount; id++) {
            if (width == Integer.BYTES) {
                target.writeInt((int) dictionary.entry(id));
            } else {
                target.writeLong(dictionary.entry(id));
            }
        }
        dictionary = null;
        filter = null;
        started = false;
        dictionaryClosed = false;
        dictionaryUsed = false;
        return entryCount;
    }

    @Override
    public void trim() {
        ids.release();
        plain.clear(0);
    }

    @Override
    public long retainedBytes() {
        return ids.retainedBytes()
                + plain.retainedBytes()
                + (dictionary == null ? 0 : dictionary.retainedBytes())
                + (filter == null ? 0 : filter.retainedBytes());
    }
}
