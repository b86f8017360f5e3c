/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.ArrayList;
import java.util.List;

/**
 * The way over the values of a record, those of records within it included, as a list of steps. One loop over steps
 * takes a fraction of the time that calls of readers take, each of which has to be found anew. Cannot be changed.
 */
final class AvroWalk {
    /** Bytes of a number that is known. */
    static final int FIXED = 0;
    /** A number of 32 bits. */
    static final int VARINT32 = 1;
    /** A number of 64 bits. */
    static final int VARINT64 = 2;
    /** A length, and as many bytes. */
    static final int SIZED = 3;
    /** An index below a number that is known. */
    static final int INDEX = 4;
    /** A type of a union of two; the next steps are left out if it is null. */
    static final int NULLABLE = 5;
    /** Whatever a reader passes over. */
    static final int READER = 6;

    /** What each step is. */
    final int[] kinds;
    /** The bytes, the number of indexes, the index of null, or the number of the reader. */
    final int[] arguments;
    /** Where to go on if the value is null. */
    final int[] targets;

    final AvroReader[] readers;

    private AvroWalk(Building building) {
        int count = building.steps.size();
        this.kinds = new int[count];
        this.arguments = new int[count];
        this.targets = building.targets.stream().mapToInt(Integer::intValue).toArray();
        for (int index = 0; index < count; index++) {
            kinds[index] = building.steps.get(index).kind();
            arguments[index] = building.steps.get(index).argument();
        }
        this.readers = building.readers.toArray(AvroReader[]::new);
    }

    /** The way over the values of {@code fields}. */
    static AvroWalk over(List<AvroReader> fields) {
        Building building = new Building();
        fields.forEach(building::add);
        return new AvroWalk(building);
    }

    private record Step(int kind, int argument) {}

    /** A list of steps on its way. */
    private static final class Building {
        private final List<Step> steps = new ArrayList<>();
        private final List<Integer> targets = new ArrayList<>();
        private final List<AvroReader> readers = new ArrayList<>();

        private void add(AvroReader reader) {
            if (reader instanceof NestedReader.Optional optional) {
                int at = steps.size();
                step(NULLABLE, optional.nullIndex());
                add(optional.value());
                targets.set(at, steps.size());
            } else if (reader instanceof AvroStructReader.Row row) {
                for (int index = 0; index < row.fieldCount(); index++) {
                    add(row.field(index));
                }
            } else if (reader instanceof ScalarReader scalar) {
                add(scalar);
            } else {
                call(reader);
            }
        }

        private void add(ScalarReader reader) {
            if (reader instanceof ScalarReader.Text || reader instanceof ScalarReader.Bytes) {
                step(SIZED, 0);
            } else if (reader instanceof ScalarReader.Int64 || reader instanceof ScalarReader.Instant) {
                step(VARINT64, 0);
            } else if (reader instanceof ScalarReader.Symbol symbol) {
                step(INDEX, symbol.symbols().size());
            } else if (reader instanceof ScalarReader.Fixed fixed) {
                step(FIXED, fixed.size());
            } else if (reader instanceof ScalarReader.Decimal || reader instanceof ScalarReader.TimeOfDay) {
                call(reader);
            } else if (reader instanceof ScalarReader.Flag
                    || reader instanceof ScalarReader.Float32
                    || reader instanceof ScalarReader.Float64) {
                step(FIXED, reader.bytesMin());
            } else {
                step(VARINT32, 0);
            }
        }

        private void call(AvroReader reader) {
            step(READER, readers.size());
            readers.add(reader);
        }

        private void step(int kind, int argument) {
            steps.add(new Step(kind, argument));
            targets.add(steps.size());
        }
    }
}
