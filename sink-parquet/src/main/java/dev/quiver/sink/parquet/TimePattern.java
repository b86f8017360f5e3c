/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A time as text. Remembers what it wrote: rows of one time come together, and formatting costs more than a row. */
final class TimePattern {
    private static final int REMEMBERED_MAX = 4096;
    private static final long MINUTE_MS = 60_000;
    private static final long SECOND_MS = 1_000;

    /** From 1973 on the offset of every zone is a number of whole minutes. */
    private static final long WHOLE_MINUTES_FROM_MS = 94_694_400_000L;

    private final DateTimeFormatter formatter;
    private final long stepMs;
    private final Map<Long, String> remembered = new HashMap<>();

    private TimePattern(DateTimeFormatter formatter, long stepMs) {
        this.formatter = formatter;
        this.stepMs = stepMs;
    }

    /**
     * Reads a pattern of {@link DateTimeFormatter}.
     *
     * @throws IllegalArgumentException if it is none, or asks for what a time does not have
     */
    static TimePattern parse(String pattern, ZoneId zone, Locale locale) {
        try {
            DateTimeFormatter formatter =
                    DateTimeFormatter.ofPattern(pattern, locale).withZone(zone);
            if (formatter.format(Instant.EPOCH).isEmpty()) {
                throw new IllegalArgumentException("the pattern '" + pattern + "' is empty");
            }
            return new TimePattern(formatter, stepMs(pattern));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("the pattern '" + pattern + "' cannot be used: " + e.getMessage(), e);
        }
    }

    /** How long the text surely stays the same. */
    private static long stepMs(String pattern) {
        String letters = pattern.replaceAll("'[^']*'", "");
        if (letters.matches(".*[SnNA].*")) {
            return 1;
        }
        return letters.contains("s") ? SECOND_MS : MINUTE_MS;
    }

    /** The time {@code ms} milliseconds after 1970 in UTC. */
    String text(long ms) {
        long step = ms < WHOLE_MINUTES_FROM_MS ? Math.min(stepMs, SECOND_MS) : stepMs;
        long from = ms - Math.floorMod(ms, step);
        String known = remembered.get(from);
        if (known != null) {
            return known;
        }
        String text = formatter.format(Instant.ofEpochMilli(ms));
        if (remembered.size() == REMEMBERED_MAX) {
            remembered.clear();
        }
        remembered.put(from, text);
        return text;
    }
}
