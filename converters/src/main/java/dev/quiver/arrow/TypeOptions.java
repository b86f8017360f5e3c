/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.apache.kafka.common.config.ConfigException;

/**
 * Which form types take that have more than one.
 *
 * @param metadata whether Arrow fields carry names, versions, documentation, defaults, parameters of Connect schemas
 */
public record TypeOptions(boolean metadata, Decimals decimals, Times times, Texts texts) {
    /** Everything is kept, in the form that most readers understand. */
    public static final TypeOptions DEFAULTS = new TypeOptions(
            true,
            new Decimals(TypeTable.DECIMAL_PRECISION_DEFAULT, VariableScale.STRUCT, 10),
            new Times(TimestampPrecision.DEBEZIUM, ZonedTimestamps.STRING, TimesOfDay.TIME),
            new Texts(Uuids.STRING, Enums.STRING, Jsons.JSON));

    /**
     * Numbers with a decimal point.
     *
     * @param precision digits of a {@code Decimal} whose schema does not say
     * @param variableScale what a {@code VariableScaleDecimal} becomes
     * @param variableScaleDigits digits behind the point where that is a decimal
     */
    public record Decimals(int precision, VariableScale variableScale, int variableScaleDigits) {
        /** @throws ConfigException if a number of digits is one that no decimal has */
        public Decimals {
            if (precision < 1 || precision > TypeTable.DECIMAL_256_PRECISION_MAX) {
                throw new ConfigException("decimal precision must be 1 to " + TypeTable.DECIMAL_256_PRECISION_MAX
                        + " but was " + precision);
            }
            if (variableScaleDigits < 0 || variableScaleDigits > TypeTable.DECIMAL_128_PRECISION_MAX) {
                throw new ConfigException("decimal scale must be 0 to " + TypeTable.DECIMAL_128_PRECISION_MAX
                        + " but was " + variableScaleDigits);
            }
        }
    }

    /** Dates, times and timestamps. */
    public record Times(TimestampPrecision precision, ZonedTimestamps zoned, TimesOfDay ofDay) {}

    /** Types that Connect has as text. */
    public record Texts(Uuids uuids, Enums enums, Jsons jsons) {}

    /** What Arrow timestamps of microseconds and nanoseconds become in Connect. */
    public enum TimestampPrecision {
        /** A whole number named {@code io.debezium.time.MicroTimestamp} or {@code NanoTimestamp}: nothing is lost. */
        DEBEZIUM,
        /** Connect's {@code Timestamp}: what is below a millisecond is cut off. */
        CONNECT
    }

    /** What {@code io.debezium.time.ZonedTimestamp} becomes in Arrow. */
    public enum ZonedTimestamps {
        /** The text as it is. */
        STRING,
        /** A timestamp of microseconds in UTC: the offset is lost. */
        TIMESTAMP
    }

    /** What Debezium's times of day become in Arrow. */
    public enum TimesOfDay {
        /** A time of day; 24 hours and more, which MySQL has, are refused. */
        TIME,
        /** A duration, which holds any number of hours. */
        DURATION
    }

    /** What {@code io.debezium.data.Uuid} becomes in Arrow. */
    public enum Uuids {
        /** The text as it is. */
        STRING,
        /** 16 bytes of type {@code arrow.uuid}: upper case and braces are lost. */
        UUID
    }

    /** What enumerations become in Arrow. */
    public enum Enums {
        /** Text. */
        STRING,
        /** Text with a dictionary. */
        DICTIONARY
    }

    /** What {@code io.debezium.data.Json} becomes in Arrow. */
    public enum Jsons {
        /** Text of type {@code arrow.json}. */
        JSON,
        /** Text. */
        STRING
    }

    /** What {@code io.debezium.data.VariableScaleDecimal} becomes in Arrow. */
    public enum VariableScale {
        /** A struct of scale and unscaled value: nothing is lost. */
        STRUCT,
        /** A decimal of 38 digits and one scale; values with more digits behind the point are refused. */
        DECIMAL,
        /** The number as text. */
        STRING
    }
}
