/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What all terms of a configuration have in common.
 *
 * @param time that of rows
 * @param zone where the day begins
 * @param properties the connector's configuration as it was given
 */
record PartitionContext(
        PartitionStyle style, RowTime time, ZoneId zone, Locale locale, Map<String, String> properties) {
    /** What a term may be. */
    static final String TERMS =
            "topic, partition, key, key:<path>, field:<path>, header:<name>, year, month, day, hour, minute, date,"
                    + " time:<pattern>, text:<text>, class:<name>";

    /** The time of rows in the form of {@code pattern}. */
    RowText time(String pattern) {
        return new RowText.TimeOf(time, TimePattern.parse(pattern, zone, locale));
    }

    /**
     * A term of the operator's own: a class with a constructor without parameters that is a {@link Function} from
     * {@link SinkRecord} to {@link String}. It is given the configuration if it is {@link Configurable}.
     *
     * @throws IllegalArgumentException if it is no such class
     */
    PartitionTerm custom(String className) {
        try {
            Class<?> found = Class.forName(className, true, PartitionContext.class.getClassLoader());
            Object made = found.getDeclaredConstructor().newInstance();
            if (!(made instanceof Function<?, ?> function)) {
                throw new IllegalArgumentException(className + " is no " + Function.class.getName());
            }
            if (made instanceof Configurable configurable) {
                configurable.configure(properties);
            }
            return new PartitionTerm(
                    found.getSimpleName().toLowerCase(Locale.ROOT),
                    style == PartitionStyle.HIVE,
                    new RowText.Custom(typed(function)));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalArgumentException("could not make a " + className + ": " + e, e);
        }
    }

    @SuppressWarnings("unchecked") // what it returns is checked by the cast at each call
    private static Function<SinkRecord, @Nullable String> typed(Function<?, ?> function) {
        return (Function<SinkRecord, @Nullable String>) function;
    }
}
