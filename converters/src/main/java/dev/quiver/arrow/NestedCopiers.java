/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapColumn;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** Copiers of columns with children, or with values elsewhere. */
final class NestedCopiers {
    private NestedCopiers() {}

    /** Lists or maps with offsets of 32 or 64 bits. */
    record Lists(ListStorage target, ColumnCopier elements) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            Bound children = elements.bind(source.child(0), dictionaries);
            int width = source.layout() == ColumnLayout.LARGE_LIST ? Long.BYTES : Integer.BYTES;
            return (from, count) -> {
                if (count == 0) {
                    return;
                }
                if (source.nullCount() > 0) {
                    copyEach(source, children, from, count);
                    return;
                }
                int first = source.offset(1) + from * width;
                int start = HeapArrays.intAt(source.array(1), first);
                children.copy(start, HeapArrays.intAt(source.array(1), first + count * width) - start);
                target.offsets().appendRange(source.array(1), first, width, count);
                target.validity().appendSet(count);
            };
        }

        /** A null list may have elements, which nobody wants. */
        private void copyEach(HeapColumn source, Bound children, int from, int count) {
            ListRange range = ListRange.of(source);
            for (int index = from; index < from + count; index++) {
                if (source.isNull(index)) {
                    target.appendNull();
                } else {
                    children.copy(range.start(index), range.length(index));
                    target.endList();
                }
            }
        }
    }

    /** Lists whose elements may lie anywhere. */
    record ListViews(ListStorage target, ColumnCopier elements) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            Bound children = elements.bind(source.child(0), dictionaries);
            ListRange range = ListRange.of(source);
            return (from, count) -> {
                for (int index = from; index < from + count; index++) {
                    if (source.isNull(index)) {
                        target.appendNull();
                    } else {
                        children.copy(range.start(index), range.length(index));
                        target.endList();
                    }
                }
            };
        }
    }

    /** Lists of one length. */
    record FixedLists(FixedListStorage target, ColumnCopier elements) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            Bound children = elements.bind(source.child(0), dictionaries);
            return (from, count) -> {
                children.copy(from * target.size(), count * target.size());
                ColumnCopier.copyValidity(source, target.validity(), from, count);
            };
        }
    }

    /** Structs. */
    record Structs(StructStorage target, List<ColumnCopier> fields) implements ColumnCopier {
        Structs {
            fields = List.copyOf(fields);
        }

        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            Bound[] children = new Bound[fields.size()];
            for (int index = 0; index < children.length; index++) {
                children[index] = fields.get(index).bind(source.child(index), dictionaries);
            }
            return (from, count) -> {
                for (Bound child : children) {
                    child.copy(from, count);
                }
                ColumnCopier.copyValidity(source, target.validity(), from, count);
            };
        }
    }

    /** Unions as structs with all fields null but one; null where that is null and the union may be. */
    record Unions(StructStorage target, List<ColumnCopier> fields, boolean nullable) implements ColumnCopier {
        Unions {
            fields = List.copyOf(fields);
        }

        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            Bound[] children = new Bound[fields.size()];
            for (int index = 0; index < children.length; index++) {
                children[index] = fields.get(index).bind(source.child(index), dictionaries);
            }
            UnionChoice choice = UnionChoice.of(source);
            return (from, count) -> {
                for (int index = from; index < from + count; index++) {
                    append(children, choice.child(index), choice.at(index));
                }
            };
        }

        private void append(Bound[] children, int chosen, int at) {
            boolean isPresent = true;
            for (int index = 0; index < children.length; index++) {
                ColumnStorage child = target.children().get(index);
                if (index == chosen) {
                    children[index].copy(at, 1);
                    isPresent = !nullable || !child.isNull(child.count() - 1);
                } else {
                    child.appendNull();
                }
            }
            target.validity().append(isPresent);
        }
    }

    /** Values of a dictionary in the places of their indices. */
    record DictionaryValues(Field field, ColumnStorage target, ColumnCopier values) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            long id = field.getDictionary().getId();
            Bound bound = values.bind(HeapColumn.values(field, dictionaries.values(id)), dictionaries);
            IntegerAccess indices = indices(source);
            return (from, count) -> {
                for (int index = from; index < from + count; index++) {
                    if (source.isNull(index)) {
                        target.appendNull();
                    } else {
                        bound.copy((int) indices.at(index), 1);
                    }
                }
            };
        }

        /** The indices that {@code source} holds. */
        static IntegerAccess indices(HeapColumn source) {
            boolean isSigned = !(source.type() instanceof ArrowType.Int type) || type.getIsSigned();
            return isSigned ? IntegerAccess.signed(source) : IntegerAccess.unsigned(source);
        }
    }

    /** Values of runs, each as often as its run is long. */
    record Runs(ColumnCopier values) implements ColumnCopier {
        @Override
        public Bound bind(HeapColumn source, Dictionaries dictionaries) {
            Bound bound = values.bind(source.child(1), dictionaries);
            RunIndex runs = RunIndex.of(source);
            return (from, count) -> {
                int end = from + count;
                int run = count == 0 ? 0 : runs.runOf(from);
                for (int row = from; row < end; row = runs.end(run++)) {
                    int until = Math.min(end, runs.end(run));
                    for (int index = row; index < until; index++) {
                        bound.copy(run, 1);
                    }
                }
            };
        }
    }
}
