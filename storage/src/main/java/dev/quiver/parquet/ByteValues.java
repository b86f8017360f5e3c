/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Values that Parquet stores as byte strings, of one length or each of its own. */
final class ByteValues implements PageValues {
    /** An array that single large values needed is not kept for the next page. */
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private final ByteLayout layout;
    private final ByteWidths widths;
    private final ByteOrdering ordering;
    private final ValuePlan plan;
    /** Bytes in front of a string that say how long it is. */
    private final int lengthBytes;

    /** The page's values as ids, while there is a dictionary. */
    private final IntBuffer ids = new IntBuffer();
    /** The page's values, once there is none. */
    private final PageBytes plain = new PageBytes();

    private @Nullable ByteDictionary dictionary;
    private @Nullable ChunkFilter filter;
    private int valueCount;
    private long stringBytes;
    private boolean started;
    private boolean dictionaryClosed;
    private boolean dictionaryUsed;

    ByteValues(PrimitiveType type, ArrowType vector, ValuePlan plan) {
        this.ordering = new ByteOrdering(type);
        this.plan = plan;
        boolean variable = type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
        this.layout = ByteLayout.of(vector, variable);
        this.lengthBytes = variable ? Integer.BYTES : 0;
        int inFile = variable ? 0 : type.getTypeLength();
        this.widths = new ByteWidths(
                vector instanceof ArrowType.Decimal decimal ? decimal.getBitWidth() / Byte.SIZE : inFile, inFile);
    }

    @Override
    public void append(FieldVector leaf, EncodingScratch scratch) {
        if (scratch.slots().valueCount() == 0) {
            return;
        }
        ByteChunk chunk = scratch.bytes();
        layout.load(leaf, widths, scratch);
        if (!started) {
            started = true;
            dictionary = plan.hasDictionary() ? new ByteDictionary(lengthBytes > 0) : null;
            filter = plan.newFilter();
        }
        valueCount += chunk.count();
        stringBytes += chunk.byteCount();
        if (dictionary == null || dictionaryClosed) {
            if (filter != null) {
                filter.add(chunk);
            }
            appendPlain(chunk);
            return;
        }
        dictionary.lookUp(chunk, ids);
        int dictionaryBytes = dictionary.entries().size();
        if (!dictionaryUsed && plan.isWorthless(dictionaryBytes, dictionary.size(), valueCount, pagePlainBytes())) {
            giveUp(dictionary);
        }
    }

    /** Bytes of the page's values without an encoding. */
    private long pagePlainBytes() {
        return stringBytes + (long) valueCount * lengthBytes;
    }

    private void appendPlain(ByteChunk chunk) {
        int count = chunk.count();
        int position = plain.reserve(Math.toIntExact(chunk.byteCount() + (long) count * lengthBytes));
        byte[] source = chunk.array();
        byte[] bytes = plain.array();
        int[] starts = chunk.starts();
        int[] lengths = chunk.lengths();
        for (int at = 0; at < count; at++) {
            int length = lengths[at];
            if (lengthBytes > 0) {
                PageBytes.INTS.set(bytes, position, length);
                position += Integer.BYTES;
            }
            System.arraycopy(source, starts[at], bytes, position, length);
            position += length;
        }
    }

    /** Only while no page refers to the dictionary: the values so far take their plain form. */
    private void giveUp(ByteDictionary entries) {
        if (filter != null) {
            filter.add(entries);
        }
        byte[] bytes = entries.entries().array();
        for (int at = 0; at < ids.size(); at++) {
            int id = ids.array()[at];
            if (lengthBytes > 0) {
                plain.writeInt(entries.length(id));
            }
            plain.writeBytes(bytes, entries.start(id), entries.length(id));
        }
        dictionary = null;
        ids.release();
    }

    @Override
    public long plainBytes(FieldVector leaf, int from, int to) {
        return layout.byteCount(leaf, from, to, widths) + (long) (to - from) * lengthBytes;
    }

    @Override
    public long encodedBytes() {
        int entryCount = dictionary == null ? 0 : dictionary.size();
        return plain.size() + ValuePlan.idBytes(entryCount, ids.size());
    }

    @Override
    public boolean isDictionaryFull() {
        return dictionary != null && !dictionaryClosed && dictionary.entries().size() >= plan.dictionaryBytesMax();
    }

    @Override
    public Encoded endPage(PageBytes target, EncodingScratch scratch) {
        boolean full = isDictionaryFull();
        if (dictionary != null
                && !dictionaryUsed
                && ValuePlan.isLarger(dictionary.entries().size(), dictionary.size(), valueCount, pagePlainBytes())) {
            giveUp(dictionary);
        }
        Encoding used = Encoding.PLAIN;
        Statistics<?> statistics;
        if (dictionary != null && ids.size() > 0) {
            statistics = summariseEntries(dictionary, scratch);
            used = DictionaryIds.encode(ids, dictionary.size(), plan.profile(), target);
            dictionaryUsed = true;
        } else {
            statistics = summarisePlain();
            if (valueCount > 0) {
                used = ByteEncodings.encode(plan.fallback(), plain, valueCount, widths.inFile(), target);
            }
        }
        final long pageStringBytes = lengthBytes > 0 ? stringBytes : 0;
        clearPage();
        if (full) {
            dictionaryClosed = true;
            ids.release();
        }
        return new Encoded(used, statistics, pageStringBytes);
    }

    private void clearPage() {
        ids.clear();
        plain.clear(KEPT_BYTES_MAX);
        valueCount = 0;
        stringBytes = 0;
    }

    private Statistics<?> summariseEntries(ByteDictionary entries, EncodingScratch scratch) {
        IdSet used = scratch.ids();
        used.fill(ids, entries.size());
        byte[] bytes = entries.entries().array();
        for (int id = used.next(0); id >= 0; id = used.next(id + 1)) {
            ordering.add(bytes, entries.start(id), entries.length(id));
        }
        Statistics<?> statistics = ordering.end(bytes);
        if (statistics.isNanCountSet() && statistics.getNanCount() > 0) {
            statistics.incrementNanCount(nanCount(entries) - statistics.getNanCount());
        }
        return statistics;
    }

    /** Entries count once, values as often as they occur. */
    private long nanCount(ByteDictionary entries) {
        long nanCount = 0;
        for (int at = 0; at < ids.size(); at++) {
            nanCount += ordering.isNan(entries.entries().array(), entries.start(ids.array()[at])) ? 1 : 0;
        }
        return nanCount;
    }

    private Statistics<?> summarisePlain() {
        byte[] bytes = plain.array();
        int position = 0;
        while (position < plain.size()) {
            int length = lengthBytes > 0 ? (int) PageBytes.INTS.get(bytes, position) : widths.inFile();
            ordering.add(bytes, position + lengthBytes, length);
            position += lengthBytes + length;
        }
        return ordering.end(bytes);
    }

    @Override
    public @Nullable ChunkFilter filter() {
        if (filter != null && dictionary != null) {
            filter.add(dictionary);
        }
        return filter;
    }

    @Override
    public int endChunk(PageBytes target) {
        int entryCount = 0;
        if (dictionary != null && dictionaryUsed) {
            entryCount = dictionary.size();
            target.writeBytes(
                    dictionary.entries().array(), 0, dictionary.entries().size());
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
