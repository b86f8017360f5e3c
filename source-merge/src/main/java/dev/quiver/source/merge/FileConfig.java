/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.connect.Setting;
import dev.quiver.source.merge.engine.TableFile;
import dev.quiver.source.merge.engine.TableSpec;
import dev.quiver.source.merge.otel.Signal;
import dev.quiver.store.ObjectKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which files are read, and what becomes of them.
 *
 * @param signal what they have
 * @param partitions names of partitions that are read
 * @param names names of files that are read
 * @param times times of rows that are read
 * @param interval how long nothing new is looked for
 * @param late what becomes of files that come too late
 * @param lookback how many files that are done are remembered by name
 * @param badFile what becomes of files that cannot be read
 * @param after what becomes of files that are done
 */
record FileConfig(
        Signal signal,
        Pattern partitions,
        Pattern names,
        TimeRange times,
        Duration interval,
        LateFiles late,
        int lookback,
        BadFile badFile,
        After after) {
    /** What becomes of files of a root that come after later ones were read. */
    enum LateFiles {
        /** They are read. */
        PROCESS,
        /** They are passed over. */
        IGNORE,
        /** The task fails. */
        FAIL
    }

    /** What becomes of a file that cannot be read. */
    enum BadFile {
        /** The task fails. */
        FAIL,
        /** It is passed over. */
        SKIP
    }

    /** What becomes of files that are done. */
    enum Action {
        /** Nothing. */
        NONE,
        /** They get a tag. */
        TAG,
        /** They get another name. */
        MOVE,
        /** They are removed. */
        DELETE
    }

    /**
     * What becomes of files that are done.
     *
     * @param action what is done
     * @param target begins the new names, or is the tag as name=value
     */
    record After(Action action, String target) {}

    /**
     * Times in nanoseconds since 1970.
     *
     * @param from the first one
     * @param to one past the last one
     */
    record TimeRange(long from, long to) {
        boolean contains(long time) {
            return time >= from && time < to;
        }

        /** Whether all {@code times}, as far as they are known, lie outside. */
        boolean isWithout(TableFile.Span times) {
            return times.hasValues() && (times.max() < from || times.min() >= to);
        }

        boolean isAll() {
            return from == Long.MIN_VALUE && to == Long.MAX_VALUE;
        }
    }

    private static final String GROUP = "Files";

    private static final Setting<Signal> SIGNAL =
            Setting.oneOf(GROUP, "source.signal", Signal.class, Signal.LOGS, "What is replayed.");
    private static final Setting<String> PARTITIONS = Setting.text(
            GROUP,
            "source.partition.filter",
            ".*",
            "A regular expression that the ids of partitions must match as a whole.");
    private static final Setting<String> START = Setting.optional(
            GROUP,
            "source.start.time",
            "Rows before this time are left out, such as 2026-11-20T00:00:00Z; files of which all rows are"
                    + " are not read.");
    private static final Setting<String> END =
            Setting.optional(GROUP, "source.end.time", "Rows at this time or after it are left out.");
    private static final Setting<String> NAMES = Setting.text(
            GROUP,
            "file.name.pattern",
            "[^._].*\\.parquet",
            "A regular expression that the names of files must match as a whole; others are not touched.");
    private static final Setting<Long> INTERVAL = Setting.atLeast(
            GROUP,
            "discovery.interval.ms",
            1,
            30_000,
            "Milliseconds between two looks for new files. Each costs one listing for each table and task.");
    private static final Setting<LateFiles> LATE = Setting.oneOf(
            GROUP,
            "discovery.late.files",
            LateFiles.class,
            LateFiles.PROCESS,
            "What becomes of files of logs or spans that come after later ones were read: they are read with what"
                    + " belongs to them, passed over, or the task fails.");
    private static final Setting<Integer> LOOKBACK = Setting.number(
            GROUP,
            "discovery.lookback.files",
            1,
            1000,
            32,
            "How many files that are done offsets have by name. Among files with smaller names, which are only counted,"
                    + " a restart can tell new ones by their ids alone, and fails if it cannot.");
    private static final Setting<BadFile> BAD_FILE = Setting.oneOf(
            "Errors",
            "errors.bad.file",
            BadFile.class,
            BadFile.FAIL,
            "What becomes of a file that is empty, cut off or damaged when its footer is read: the task fails, or the"
                    + " file is passed over and counted.");
    private static final Setting<Action> AFTER = Setting.oneOf(
            GROUP,
            "after.partition",
            Action.class,
            Action.NONE,
            "What becomes of a file once every record that needs it is committed. Files of resource_attrs and"
                    + " scope_attrs stay: rows to come may need them.");
    private static final Setting<String> AFTER_TARGET = Setting.optional(
            GROUP,
            "after.partition.target",
            "For move what new names begin with, such as done/; for tag the tag as name=value.");

    static List<Setting<?>> settings() {
        return List.of(SIGNAL, PARTITIONS, START, END, NAMES, INTERVAL, LATE, LOOKBACK, AFTER, AFTER_TARGET, BAD_FILE);
    }

    /**
     * Reads the settings.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    static FileConfig of(Map<String, Object> values) {
        return new FileConfig(
                SIGNAL.in(values),
                pattern(PARTITIONS, values),
                pattern(NAMES, values),
                new TimeRange(time(START, values, Long.MIN_VALUE), time(END, values, Long.MAX_VALUE)),
                Duration.ofMillis(INTERVAL.in(values)),
                LATE.in(values),
                LOOKBACK.in(values),
                BAD_FILE.in(values),
                after(values));
    }

    private static After after(Map<String, Object> values) {
        Action action = AFTER.in(values);
        String target = AFTER_TARGET.in(values);
        boolean needs = action == Action.MOVE || action == Action.TAG;
        if (needs == target.isEmpty()) {
            throw AFTER_TARGET.refuse(target, "must be given where " + AFTER.key() + " is move or tag, and only there");
        }
        if (action == Action.TAG && target.indexOf('=') < 1) {
            throw AFTER_TARGET.refuse(target, "must look like name=value");
        }
        if (action == Action.MOVE) {
            requireElsewhere(target, SIGNAL.in(values));
        }
        return new After(action, target);
    }

    /** A moved file must not be found again. */
    private static void requireElsewhere(String target, Signal signal) {
        List<TableSpec> tables = new ArrayList<>(signal.tree().children());
        tables.add(signal.tree().root());
        for (TableSpec table : tables) {
            if (target.startsWith(table.name() + "/")) {
                throw AFTER_TARGET.refuse(target, "must not lie in the directory of table " + table.name());
            }
        }
        if (!ObjectKey.isValid(target + "logs")) {
            throw AFTER_TARGET.refuse(target, "must begin a path, without a slash at its own beginning");
        }
    }

    private static Pattern pattern(Setting<String> setting, Map<String, Object> values) {
        String text = setting.in(values);
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw setting.refuse(text, "is no regular expression: " + e.getDescription());
        }
    }

    private static long time(Setting<String> setting, Map<String, Object> values, long otherwise) {
        String text = setting.in(values);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            Instant time = Instant.parse(text);
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw setting.refuse(text, "must look like 2026-11-20T00:00:00Z");
        }
    }
}
