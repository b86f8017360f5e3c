/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Filter} asks of rows. */
sealed interface Condition {
    /** A range of values. */
    record Range(
            String column, @Nullable Object min, @Nullable Object max) implements Condition {}

    /** Some values. */
    record In(String column, List<?> values) implements Condition {}

    /** Nulls, or everything else. */
    record Null(String column, boolean isNull) implements Condition {}

    /** All of several. */
    record All(List<Condition> conditions) implements Condition {}

    /** One of several. */
    record Any(List<Condition> conditions) implements Condition {}
}
