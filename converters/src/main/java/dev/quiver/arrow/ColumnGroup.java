/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a struct whose column builders are of one class, which take their values in a loop of their own. In a loop
 * over builders of all classes, finding the method anew for each value takes longer than most of them run.
 */
sealed interface ColumnGroup {
    /** Appends the value of each field of {@code struct} to its column. */
    void append(Struct struct);

    /**
     * A field and its column.
     *
     * @param keepsNull whether a null stays one although the field has a default value
     */
    record Member(Field field, ColumnBuilder builder, boolean keepsNull) {
        /** What is appended for a null; null if that stays one. */
        @Nullable
        Object replacement() {
            return keepsNull ? null : field.schema().defaultValue();
        }
    }

    /** All of {@code members}, in groups. */
    static ColumnGroup[] of(List<Member> members) {
        Map<Class<?>, List<Member>> byClass = new LinkedHashMap<>();
        for (Member member : members) {
            Class<?> type =
                    member.keepsNull() ? Nullables.class : member.builder().getClass();
            byClass.computeIfAbsent(type, added -> new ArrayList<>()).add(member);
        }
        return byClass.values().stream().map(ColumnGroup::group).toArray(ColumnGroup[]::new);
    }

    private static ColumnGroup group(List<Member> members) {
        Field[] fields = members.stream().map(Member::field).toArray(Field[]::new);
        ColumnBuilder[] builders = members.stream().map(Member::builder).toArray(ColumnBuilder[]::new);
        if (members.get(0).keepsNull()) {
            return new Nullables(fields, builders);
        }
        if (builders[0] instanceof ScalarColumn.Utf8) {
            return new Texts(fields, Arrays.copyOf(builders, builders.length, ScalarColumn.Utf8[].class));
        }
        if (builders[0] instanceof ScalarColumn.Int32) {
            return new Ints(fields, Arrays.copyOf(builders, builders.length, ScalarColumn.Int32[].class));
        }
        if (builders[0] instanceof ScalarColumn.Int64) {
            return new Longs(fields, Arrays.copyOf(builders, builders.length, ScalarColumn.Int64[].class));
        }
        if (builders[0] instanceof ScalarColumn.Float64) {
            return new Doubles(fields, Arrays.copyOf(builders, builders.length, ScalarColumn.Float64[].class));
        }
        if (builders[0] instanceof ScalarColumn.Bool) {
            return new Flags(fields, Arrays.copyOf(builders, builders.length, ScalarColumn.Bool[].class));
        }
        if (builders[0] instanceof ScalarColumn.Instant) {
            return new Instants(fields, Arrays.copyOf(builders, builders.length, ScalarColumn.Instant[].class));
        }
        return new Others(fields, builders);
    }

    /** STRING. */
    final class Texts implements ColumnGroup {
        private final Field[] fields;
        private final ScalarColumn.Utf8[] columns;

        Texts(Field[] fields, ScalarColumn.Utf8[] columns) {
            this.fields = fields;
            this.columns = columns;
        }

        @Override
        public void append(Struct struct) {
            for (int index = 0; index < columns.length; index++) {
                columns[index].append(struct.get(fields[index]));
            }
        }
    }

    /** INT32. */
    final class Ints implements ColumnGroup {
        private final Field[] fields;
        private final ScalarColumn.Int32[] columns;

        Ints(Field[] fields, ScalarColumn.Int32[] columns) {
            this.fields = fields;
            this.columns = columns;
        }

        @Override
        public void append(Struct struct) {
            for (int index = 0; index < columns.length; index++) {
                columns[index].append(struct.get(fields[index]));
            }
        }
    }

    /** INT64. */
    final class Longs implements ColumnGroup {
        private final Field[] fields;
        private final ScalarColumn.Int64[] columns;

        Longs(Field[] fields, ScalarColumn.Int64[] columns) {
            this.fields = fields;
            this.columns = columns;
        }

        @Override
        public void append(Struct struct) {
            for (int index = 0; index < columns.length; index++) {
                columns[index].append(struct.get(fields[index]));
            }
        }
    }

    /** FLOAT64. */
    final class Doubles implements ColumnGroup {
        private final Field[] fields;
        private final ScalarColumn.Float64[] columns;

        Doubles(Field[] fields, ScalarColumn.Float64[] columns) {
            this.fields = fields;
            this.columns = columns;
        }

        @Override
        public void append(Struct struct) {
            for (int index = 0; index < columns.length; index++) {
                columns[index].append(struct.get(fields[index]));
            }
        }
    }

    /** BOOLEAN. */
    final class Flags implements ColumnGroup {
        private final Field[] fields;
        private final ScalarColumn.Bool[] columns;

        Flags(Field[] fields, ScalarColumn.Bool[] columns) {
            this.fields = fields;
            this.columns = columns;
        }

        @Override
        public void append(Struct struct) {
            for (int index = 0; index < columns.length; index++) {
                columns[index].append(struct.get(fields[index]));
            }
        }
    }

    /** Timestamp. */
    final class Instants implements ColumnGroup {
        private final Field[] fields;
        private final ScalarColumn.Instant[] columns;

        Instants(Field[] fields, ScalarColumn.Instant[] columns) {
            this.fields = fields;
            this.columns = columns;
        }

        @Override
        public void append(Struct struct) {
            for (int index = 0; index < columns.length; index++) {
                columns[index].append(struct.get(fields[index]));
            }
        }
    }

    /** Columns of any other class. */
    final class Others implements ColumnGroup {
        private final Field[] fields;
        private final ColumnBuilder[] columns;

        Others(Field[] fields, ColumnBuilder[] columns) {
            this.fields = fields;
            this.columns = columns;
        }

        @Override
        public void append(Struct struct) {
            for (int index = 0; index < columns.length; index++) {
                columns[index].append(struct.get(fields[index]));
            }
        }
    }

    /** Columns of any class whose fields have a default value that does not take the place of a null. */
    final class Nullables implements ColumnGroup {
        private final Field[] fields;
        private final ColumnBuilder[] columns;

        Nullables(Field[] fields, ColumnBuilder[] columns) {
            this.fields = fields;
            this.columns = columns;
        }

        @Override
        public void append(Struct struct) {
            for (int index = 0; index < columns.length; index++) {
                columns[index].append(struct.getWithoutDefault(fields[index].name()));
            }
        }
    }
}
