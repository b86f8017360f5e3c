/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file whose footer has been read and checked. Any number of readers can go over its rows, each on a thread
 * of its own if the source bears that.
 */
public final class ParquetFile {
    private final RangeSource source;
    private final ReadLimits limits;
    private final FileLayout layout;
    private final List<Shape> shapes;
    private final @Nullable Schema original;

    private ParquetFile(RangeSource source, ReadLimits limits, FileLayout layout) {
        this.source = source;
        this.limits = limits;
        this.layout = layout;
        this.original = ArrowSchemaReader.read(layout.pairs());
        this.shapes =
                ArrowSchemaReader.restored(ShapeReader.shapes(layout.schema().columns()), original);
    }

    /**
     * Reads the footer of {@code source}, which stays the caller's and must be open as long as rows are read.
     *
     * @throws MalformedParquetException if it is no Parquet file, or passes {@code limits}
     * @throws UnsupportedParquetException if it is encrypted
     */
    public static ParquetFile open(RangeSource source, ReadLimits limits) throws IOException {
        Place place = Place.of(source.name());
        Footer.Metadata footer = Footer.read(source, limits, place);
        return new ParquetFile(source, limits, FileLayout.of(footer, limits, place));
    }

    /** All columns as Arrow vectors: as they were written, if the footer says so and is right. */
    public Schema schema() {
        return schemaOf(shapes, Set.of());
    }

    private Schema schemaOf(List<Shape> columns, Set<Integer> encoded) {
        List<Field> fields =
                columns.stream().map(column -> column.fieldTree(encoded)).toList();
        return new Schema(fields, original == null ? null : original.getCustomMetadata());
    }

    /** The dotted paths of all leaf columns, in the order of the file. */
    public List<String> paths() {
        return layout.schema().leaves().stream().map(ParquetNode::path).toList();
    }

    /** Rows of the file. */
    public long rowCount() {
        return layout.rowCount();
    }

    /** Row groups of the file. */
    public int rowGroupCount() {
        return layout.rowGroups().size();
    }

    /** The rows of a row group, counted from the first row of the file on; null if it has none. */
    public @Nullable RowRange rows(int rowGroup) {
        long from = layout.firstRows()[rowGroup];
        long to = layout.firstRows()[rowGroup + 1];
        return from == to ? null : new RowRange(from, to);
    }

    /** The key-value pairs of the footer. */
    public Map<String, String> metadata() {
        return Map.copyOf(layout.pairs());
    }

    /**
     * What the statistics of each row group say of an integer column; row groups without rows are left out.
     *
     * @throws IllegalArgumentException if the file has no leaf column of that path
     */
    public List<IntegerBounds> chunkBounds(String column) {
        ParquetNode leaf = leaf(column);
        List<IntegerBounds> bounds = new ArrayList<>();
        for (int rowGroup = 0; rowGroup < rowGroupCount(); rowGroup++) {
            RowRange rows = rows(rowGroup);
            if (rows != null) {
                ChunkBounds chunk = new ChunkBounds(source, layout, rowGroup, limits);
                bounds.add(IntegerBounds.of(rows, chunk.of(leaf)));
            }
        }
        return bounds;
    }

    /**
     * What the page indexes say of an integer column: of each page, or of a row group as a whole where it has no index.
     *
     * @throws IllegalArgumentException if the file has no leaf column of that path
     */
    public List<IntegerBounds> pageBounds(String column) throws IOException {
        ParquetNode leaf = leaf(column);
        List<IntegerBounds> bounds = new ArrayList<>();
        for (int rowGroup = 0; rowGroup < rowGroupCount(); rowGroup++) {
            RowRange rows = rows(rowGroup);
            if (rows != null) {
                addPageBounds(leaf, rowGroup, rows, bounds);
            }
        }
        return bounds;
    }

    private void addPageBounds(ParquetNode leaf, int rowGroup, RowRange rows, List<IntegerBounds> bounds)
            throws IOException {
        Place place = Place.of(source.name()).column(leaf.path());
        place.rowGroup(rowGroup);
        PageIndexes indexes = new PageIndexes(source, layout, rowGroup, limits, place);
        indexes.read(Set.of(leaf.leaf()), Set.of(leaf.leaf()));
        PageBounds pages = new PageBounds(layout, indexes, rowGroup, place);
        List<ValueBounds> known = pages.of(leaf);
        if (known == null) {
            ChunkBounds chunk = new ChunkBounds(source, layout, rowGroup, limits);
            bounds.add(IntegerBounds.of(rows, chunk.of(leaf)));
            return;
        }
        for (int page = 0; page < known.size(); page++) {
            RowRange within = pages.rows(leaf, page);
            RowRange inFile = new RowRange(rows.from() + within.from(), rows.from() + within.to());
            bounds.add(IntegerBounds.of(inFile, known.get(page)));
        }
    }

    private ParquetNode leaf(String column) {
        for (ParquetNode leaf : layout.schema().leaves()) {
            if (leaf.path().equals(column)) {
                return leaf;
            }
        }
        throw new IllegalArgumentException(source.name() + " has no leaf column '" + column + "'");
    }

    /**
     * Starts reading.
     *
     * @param allocator of the batches; must outlive them
     * @throws IllegalArgumentException if the file has no column of a name in {@code request}, or it is to be encoded
     *     and has no texts or byte strings
     */
    @MustBeClosed
    public ParquetBatchReader read(ReadRequest request, ReadOptions options, BufferAllocator allocator)
            throws IOException {
        List<Shape> projected = projected(request.columns());
        Set<Integer> encoded = encoded(projected, request.encoded());
        ReadOptions bounded = options.withLimits(limits);
        Selection selection = new Selection(source, layout, request, limits);
        ParquetBatchReader.Content content =
                new ParquetBatchReader.Content(source, layout, selection, schemaOf(projected, encoded), encoded);
        return new ParquetBatchReader(content, projected, bounded, allocator);
    }

    /** The leaf columns with the paths {@code encoded}. */
    private Set<Integer> encoded(List<Shape> projected, List<String> encoded) {
        Set<Integer> leaves = new HashSet<>();
        for (String path : encoded) {
            Shape leaf = projected.stream()
                    .flatMap(Shape::leafShapes)
                    .filter(shape -> shape.node().path().equals(path))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + path + "' is no column that is read of " + source.name()));
            LeafPlan plan = LeafPlan.of(leaf.node(), leaf.field().getType());
            if (plan == null || !plan.isBytes()) {
                throw new IllegalArgumentException("column '" + path + "' of " + source.name() + " is of type "
                        + leaf.field().getType() + ": only texts and byte strings can be ids of dictionaries");
            }
            leaves.add(leaf.node().leaf());
        }
        return leaves;
    }

    /** What remains of the columns when only those named in {@code columns} are read. */
    private List<Shape> projected(@Nullable List<String> columns) {
        if (columns == null) {
            return shapes;
        }
        Set<Integer> wanted = new HashSet<>();
        for (String column : columns) {
            int before = wanted.size();
            for (ParquetNode leaf : layout.schema().leaves()) {
                if (leaf.path().equals(column) || leaf.path().startsWith(column + ".")) {
                    wanted.add(leaf.leaf());
                }
            }
            if (wanted.size() == before && !isKnown(column)) {
                throw new IllegalArgumentException(source.name() + " has no column '" + column + "'");
            }
        }
        List<Shape> projected = new ArrayList<>();
        for (Shape shape : shapes) {
            Shape kept = shape.projected(wanted);
            if (kept != null) {
                projected.add(kept);
            }
        }
        return projected;
    }

    private boolean isKnown(String column) {
        return paths().stream().anyMatch(path -> path.equals(column) || path.startsWith(column + "."));
    }
}
