/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Readers of values with children, or with values elsewhere. */
final class NestedReaders {
    private NestedReaders() {}

    /** Structs, with one reader for each field. */
    record Structs(Schema schema, List<ColumnReader> fields) implements ColumnReader {
        Structs {
            fields = List.copyOf(fields);
        }

        @Override
        public Bound bind(HeapColumn column, Dictionaries dictionaries) {
            return rows(column.children(), dictionaries)::read;
        }

        /** The readers of whole rows, which lie in {@code columns}. */
        Rows rows(List<HeapColumn> columns, Dictionaries dictionaries) {
            Bound[] bound = new Bound[fields.size()];
            for (int index = 0; index < bound.length; index++) {
                bound[index] = fields.get(index).bind(columns.get(index), dictionaries);
            }
            return new Rows(schema, bound);
        }
    }

    /** The structs of one batch. */
    static final class Rows {
        private final Schema schema;
        private final org.apache.kafka.connect.data.Field[] fields;
        /** For columns without nulls, and for those that find them themselves, null. */
        private final ColumnReader.@Nullable NullableBound[] validities;

        private final ColumnReader.Bound[] columns;

        private Rows(Schema schema, ColumnReader.Bound[] bound) {
            this.schema = schema;
            this.fields = new org.apache.kafka.connect.data.Field[bound.length];
            this.validities = new ColumnReader.NullableBound[bound.length];
            this.columns = new ColumnReader.Bound[bound.length];
            for (int index = 0; index < fields.length; index++) {
                fields[index] = nameless(schema.fields().get(index));
                validities[index] = bound[index] instanceof ColumnReader.NullableBound nullable ? nullable : null;
                columns[index] =
                        bound[index] instanceof ColumnReader.NullableBound nullable ? nullable.present() : bound[index];
            }
        }

        /** {@link Struct#put} builds a text of the name of every field that has one, for every value. */
        private static org.apache.kafka.connect.data.Field nameless(org.apache.kafka.connect.data.Field field) {
            return new org.apache.kafka.connect.data.Field(null, field.index(), field.schema());
        }

        /** The schema of the structs. */
        Schema schema() {
            return schema;
        }

        /** The value of {@code column} at {@code index} alone. */
        @Nullable
        Object value(int column, int index) {
            ColumnReader.NullableBound validity = validities[column];
            return validity != null && validity.isNull(index) ? null : columns[column].read(index);
        }

        /** A new struct of the values at {@code index}. */
        Struct read(int index) {
            Struct struct = new Struct(schema);
            for (int column = 0; column < columns.length; column++) {
                Object value = value(column, index);
                if (value != null) {
                    struct.put(fields[column], value);
                }
            }
            return struct;
        }
    }

    /** Lists of any layout. */
    record Lists(ColumnReader elements) implements ColumnReader {
        @Override
        public Bound bind(HeapColumn column, Dictionaries dictionaries) {
            Bound children = elements.bind(column.child(0), dictionaries);
            ListRange range = ListRange.of(column);
            return index -> list(children, range.start(index), range.length(index));
        }
    }

    /** Lists of one length. */
    record FixedLists(ColumnReader elements) implements ColumnReader {
        @Override
        public Bound bind(HeapColumn column, Dictionaries dictionaries) {
            Bound children = elements.bind(column.child(0), dictionaries);
            int size = column.width();
            return index -> list(children, index * size, size);
        }
    }

    private static List<@Nullable Object> list(ColumnReader.Bound children, int start, int length) {
        List<@Nullable Object> list = new ArrayList<>(length);
        for (int at = start; at < start + length; at++) {
            list.add(children.read(at));
        }
        return list;
    }

    /** Maps; two entries of one key are refused, because one of them would be lost. */
    record Maps(Column column, ColumnReader keys, ColumnReader values) implements ColumnReader {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            HeapColumn entries = source.child(0);
            Bound keysOf = keys.bind(entries.child(0), dictionaries);
            Bound valuesOf = values.bind(entries.child(1), dictionaries);
            ListRange range = ListRange.of(source);
            return index -> {
                int start = range.start(index);
                int length = range.length(index);
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>(length * 2);
                for (int at = start; at < start + length; at++) {
                    map.put(keysOf.read(at), valuesOf.read(at));
                }
                if (map.size() != length) {
                    throw column.refused("the map has two entries of one key");
                }
                return map;
            };
        }
    }

    /** Unions as structs with one field that is not null; null where that is null and the union may be. */
    record Unions(Schema schema, List<ColumnReader> fields) implements ColumnReader {
        Unions {
            fields = List.copyOf(fields);
        }

        @Override
        public Bound bind(HeapColumn column, Dictionaries dictionaries) {
            Bound[] bound = new Bound[fields.size()];
            for (int index = 0; index < bound.length; index++) {
                bound[index] = fields.get(index).bind(column.child(index), dictionaries);
            }
            UnionChoice choice = UnionChoice.of(column);
            boolean isOptional = schema.isOptional();
            return index -> {
                int child = choice.child(index);
                Object value = bound[child].read(choice.at(index));
                if (value == null && isOptional) {
                    return null;
                }
                return new Struct(schema).put(schema.fields().get(child), value);
            };
        }
    }

    /** Values of a dictionary in the places of their indices. */
    record DictionaryValues(Field field, ColumnReader values) implements ColumnReader {
        @Override
        public Bound bind(HeapColumn column, Dictionaries dictionaries) {
            long id = field.getDictionary().getId();
            Bound bound = values.bind(HeapColumn.values(field, dictionaries.values(id)), dictionaries);
            IntegerAccess indices = NestedCopiers.DictionaryValues.indices(column);
            return index -> bound.read((int) indices.at(index));
        }
    }

    /** Values of runs. */
    record Runs(ColumnReader values) implements ColumnReader {
        @Override
        public Bound bind(HeapColumn column, Dictionaries dictionaries) {
            Bound bound = values.bind(column.child(1), dictionaries);
            RunIndex runs = RunIndex.of(column);
            return index -> bound.read(runs.runOf(index));
        }
    }
}
