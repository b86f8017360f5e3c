/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.List;

/** Reads the header of a record batch into nodes and buffers; their content is checked elsewhere. */
final class BatchParser {
    private static final int NODE_BYTES = 16;
    private static final int BUFFER_BYTES = 16;
    private static final int ALIGNMENT = 8;
    private static final int VERSION_WITH_UNION_VALIDITY = 4;

    private final Decompressor decompressor;

    BatchParser(Decompressor decompressor) {
        this.decompressor = decompressor;
    }

    /**
     * How many rows a batch may have.
     *
     * @param taken rows that others have, which count as well
     * @param max the limit
     * @param name what the limit is called
     */
    record RowLimit(int taken, int max, String name) {}

    /** The batch of {@code shape} that {@code header} describes and {@code message} carries. */
    HeapBatch parse(FlatTable header, Message message, BatchShape shape, RowLimit limit) {
        long rowCount = header.longAt(0, 0);
        if (rowCount < 0 || rowCount > limit.max() - limit.taken()) {
            throw header.malformed(rowCount + " rows" + (limit.taken() > 0 ? " after " + limit.taken() : "")
                    + ", the limit is " + limit.max() + " (" + limit.name() + ")");
        }
        HeapBatch.Builder builder = HeapBatch.builder(
                (int) rowCount,
                shape.nodeCount(),
                header.vector(2, BUFFER_BYTES, "buffers").count());
        nodes(header, message, shape, builder);
        int dataBuffers = variadicCounts(header, shape, builder);
        buffers(header, message, shape, builder, dataBuffers);
        return builder.build();
    }

    private static void nodes(FlatTable header, Message message, BatchShape shape, HeapBatch.Builder builder) {
        FlatTable.Vector nodes = header.vector(1, NODE_BYTES, "nodes");
        if (nodes.count() != shape.nodeCount()) {
            throw header.malformed(nodes.count() + " nodes for a schema of " + shape.nodeCount() + " fields");
        }
        boolean unionNulls = message.metadataVersion() <= VERSION_WITH_UNION_VALIDITY;
        NodeReader reader = new NodeReader(header, nodes.position(), builder, unionNulls);
        reader.read(shape.columns());
    }

    /** Reads nodes in step with the columns they belong to. */
    private static final class NodeReader {
        private final FlatTable header;
        private final HeapBatch.Builder builder;
        private final boolean unionNulls;
        private int position;

        NodeReader(FlatTable header, int position, HeapBatch.Builder builder, boolean unionNulls) {
            this.header = header;
            this.position = position;
            this.builder = builder;
            this.unionNulls = unionNulls;
        }

        void read(List<ColumnShape> columns) {
            for (int index = 0; index < columns.size(); index++) {
                read(columns.get(index));
            }
        }

        private void read(ColumnShape column) {
            long length = LittleEndian.longAt(header.bytes(), position);
            long nullCount = LittleEndian.longAt(header.bytes(), position + Long.BYTES);
            if (length < 0 || length > Integer.MAX_VALUE - 1) {
                throw header.malformed("column '" + column.field().getName() + "' has " + length + " values");
            }
            if (nullCount < 0 || nullCount > length) {
                throw header.malformed("column '" + column.field().getName() + "' has " + nullCount + " nulls among "
                        + length + " values");
            }
            if (unionNulls && nullCount > 0 && column.layout().isUnion()) {
                throw header.malformed("union '" + column.field().getName() + "' has nulls of its own, as V4 allowed;"
                        + " they are unsupported");
            }
            position += NODE_BYTES;
            builder.node((int) length, nulls(column.layout(), (int) length, (int) nullCount));
            read(column.children());
        }

        /** Without a bitmap there is nothing that could be null; what writers say then differs. */
        private static int nulls(ColumnLayout layout, int length, int nullCount) {
            if (layout == ColumnLayout.NULL) {
                return length;
            }
            return layout.hasValidity() ? nullCount : 0;
        }
    }

    private static int variadicCounts(FlatTable header, BatchShape shape, HeapBatch.Builder builder) {
        FlatTable.Vector counts = header.vector(4, Long.BYTES, "data buffer counts");
        if (counts.count() != shape.viewCount()) {
            throw header.malformed(
                    counts.count() + " data buffer counts for a schema of " + shape.viewCount() + " view columns");
        }
        int buffersMax = header.vector(2, BUFFER_BYTES, "buffers").count();
        long sum = 0;
        for (int index = 0; index < counts.count(); index++) {
            long count = LittleEndian.longAt(header.bytes(), counts.position() + index * Long.BYTES);
            if (count < 0 || count > buffersMax) {
                throw header.malformed("a view column has " + count + " data buffers of " + buffersMax + " buffers");
            }
            sum += count;
            builder.variadic((int) count);
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private void buffers(
            FlatTable header, Message message, BatchShape shape, HeapBatch.Builder builder, int dataBuffers) {
        FlatTable.Vector buffers = header.vector(2, BUFFER_BYTES, "buffers");
        boolean dropped = message.metadataVersion() <= VERSION_WITH_UNION_VALIDITY && shape.unionCount() > 0;
        long expected = (long) shape.bufferCount() + dataBuffers + (dropped ? shape.unionCount() : 0);
        if (buffers.count() != expected) {
            throw header.malformed(buffers.count() + " buffers, the schema asks for " + expected);
        }
        boolean[] skipped = dropped ? UnionBitmaps.among(shape, header, buffers.count()) : new boolean[0];
        IpcCompression.Codec codec = codec(header);
        long sum = 0;
        for (int index = 0; index < buffers.count(); index++) {
            ByteRange stored = stored(header, message.body(), buffers, index);
            sum += stored.size();
            if (sum > message.body().size()) {
                throw header.malformed("buffers up to " + index + " take " + sum + " bytes of a body of "
                        + message.body().size());
            }
            if (dropped && skipped[index]) {
                continue;
            }
            ByteRange range = decompressor.decompress(codec, stored);
            builder.buffer(range.bytes(), range.start(), range.size());
        }
    }

    private static ByteRange stored(FlatTable header, ByteRange body, FlatTable.Vector buffers, int index) {
        int at = buffers.position() + index * BUFFER_BYTES;
        long offset = LittleEndian.longAt(header.bytes(), at);
        long size = LittleEndian.longAt(header.bytes(), at + Long.BYTES);
        if (offset < 0 || size < 0 || offset > body.size() || size > body.size() - offset) {
            throw header.malformed("buffer " + index + " at " + offset + " of " + size
                    + " bytes lies outside a body of " + body.size());
        }
        if (size > 0 && offset % ALIGNMENT != 0) {
            throw header.malformed(
                    "buffer " + index + " at " + offset + " does not begin at a multiple of " + ALIGNMENT);
        }
        int start = body.start() + (int) offset;
        return new ByteRange(body.bytes(), start, start + (int) size);
    }

    private static IpcCompression.Codec codec(FlatTable header) {
        FlatTable compression = header.table(3, "compression");
        if (compression == null) {
            return IpcCompression.Codec.NONE;
        }
        int method = compression.byteAt(1, 0);
        if (method != 0) {
            throw compression.malformed("method " + method + " is unknown");
        }
        int codec = compression.byteAt(0, 0);
        return switch (codec) {
            case 0 -> IpcCompression.Codec.LZ4;
            case 1 -> IpcCompression.Codec.ZSTD;
            default -> throw compression.malformed("codec " + codec + " is unknown");
        };
    }

    /** Which buffers are validity bitmaps of unions, which V4 has and V5 has not. */
    private static final class UnionBitmaps {
        private final FlatTable header;
        private final FlatTable.Vector counts;
        private final boolean[] found;
        private int buffer;
        private int view;

        private UnionBitmaps(FlatTable header, int bufferCount) {
            this.header = header;
            this.counts = header.vector(4, Long.BYTES, "data buffer counts");
            this.found = new boolean[bufferCount];
        }

        static boolean[] among(BatchShape shape, FlatTable header, int bufferCount) {
            UnionBitmaps bitmaps = new UnionBitmaps(header, bufferCount);
            bitmaps.find(shape.columns());
            return bitmaps.found;
        }

        private void find(List<ColumnShape> columns) {
            for (ColumnShape column : columns) {
                ColumnLayout layout = column.layout();
                if (layout.isUnion()) {
                    found[buffer++] = true;
                }
                buffer += layout.bufferCount();
                buffer += layout == ColumnLayout.VIEW ? dataBuffers(view++) : 0;
                find(column.children());
            }
        }

        private int dataBuffers(int index) {
            return (int) LittleEndian.longAt(header.bytes(), counts.position() + index * Long.BYTES);
        }
    }
}
