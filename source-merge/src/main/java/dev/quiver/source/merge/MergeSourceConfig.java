/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.connect.Setting;
import dev.quiver.source.merge.engine.MergeOptions;
import dev.quiver.source.merge.otel.Faults;
import dev.quiver.source.merge.otel.LocalKeys;
import dev.quiver.source.merge.otel.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What an operator says about a merge source.
 *
 * @param store where the files are
 * @param files which of them are read
 * @param merge how rows are merged
 * @param records what records become
 * @param limits how much, and how fast
 */
record MergeSourceConfig(
        StoreConfig store, FileConfig files, MergeConfig merge, RecordConfig records, LimitConfig limits) {
    /**
     * How rows are merged.
     *
     * @param options windows and children
     * @param orphans what becomes of children without a parent
     * @param resourceIds what ids of resources mean
     * @param order in which order rows leave
     * @param orderRows rows that are sorted by time at once
     * @param partitionsMax partitions that a task merges by turns
     */
    record MergeConfig(
            MergeOptions options,
            OrphanPolicy orphans,
            LocalKeys.ResourceIds resourceIds,
            RowOrder order,
            int orderRows,
            int partitionsMax) {}

    /** What becomes of child rows without a parent. */
    enum OrphanPolicy {
        /** They are counted. */
        SKIP,
        /** The task fails. */
        FAIL,
        /** They become records of a topic of their own. */
        EMIT
    }

    /** What it means when ids go back. */
    enum Regression {
        /** A file came late, or is there twice: its children are searched again. */
        RESEEK,
        /** Something is wrong: the task fails. */
        FAIL
    }

    /** In which order rows leave. */
    enum RowOrder {
        /** As they are in the files. */
        FILE,
        /** By time, within a number of rows of one file. */
        TIME_WINDOW,
        /** By time over all partitions, as far as each is in that order by itself. */
        TIME_GLOBAL
    }

    private static final Setting<Integer> WINDOW_ROWS = Setting.number(
            "Merge", "merge.window.rows", 1, 1 << 20, 1 << 14, "Rows that are merged with their children at once.");
    private static final Setting<Long> WINDOW_BYTES = Setting.atLeast(
            "Merge",
            "merge.window.max.bytes",
            1 << 20,
            32L << 20,
            "Heap bytes of rows from which on fewer are merged at once. The children of a single row may take four"
                    + " times as much, then the task fails.");
    private static final Setting<Integer> PARTITIONS_MAX = Setting.number(
            "Merge",
            "merge.partitions.max",
            1,
            100_000,
            16,
            "Partitions that a task merges by turns; others wait until one of these has no more rows for now.");
    private static final Setting<MergeOptions.ChildOrder> CHILD_ORDER = Setting.oneOf(
            "Merge",
            "merge.child.order",
            MergeOptions.ChildOrder.class,
            MergeOptions.ChildOrder.AUTO,
            "Whether child rows are sorted by their parents. With auto and unsorted they may be in any order as long as"
                    + " no row has an id that is more than 65535 smaller than one before it; sorted holds fewer of"
                    + " them where files have no page index.");
    private static final Setting<Integer> ATTRIBUTES_MAX = Setting.number(
            "Merge",
            "merge.attributes.max",
            1,
            Integer.MAX_VALUE,
            1_000_000,
            "Attributes of one row, resource or scope.");
    private static final Setting<Faults.TooMany> ATTRIBUTES_ACTION = Setting.oneOf(
            "Merge",
            "merge.attributes.action",
            Faults.TooMany.class,
            Faults.TooMany.FAIL,
            "What happens beyond that: the task fails, or the rest is left out and counted as dropped.");
    private static final Setting<OrphanPolicy> ORPHANS = Setting.oneOf(
            "Merge",
            "merge.orphans",
            OrphanPolicy.class,
            OrphanPolicy.SKIP,
            "What becomes of child rows whose parent is missing: they are counted, the task fails, or they become"
                    + " records of merge.orphans.topic.");
    static final Setting<String> ORPHANS_TOPIC = Setting.optional(
            "Merge", "merge.orphans.topic", "The topic of child rows whose parent is missing, as JSON.");
    private static final Setting<Regression> REGRESSION = Setting.oneOf(
            "Merge",
            "merge.id.regression",
            Regression.class,
            Regression.RESEEK,
            "What it means when ids go back: a file came late or is there twice and is merged with its children"
                    + " again, or the task fails.");
    private static final Setting<LocalKeys.ResourceIds> RESOURCE_IDS = Setting.oneOf(
            "Merge",
            "merge.resource.ids",
            LocalKeys.ResourceIds.class,
            LocalKeys.ResourceIds.AUTO,
            "What ids of resources and scopes are: global to the partition, local to a batch of the producer, or local"
                    + " where they have 16 bits (auto). With off resources and scopes have no attributes.");
    private static final Setting<RowOrder> ORDER = Setting.oneOf(
            "Order",
            "order",
            RowOrder.class,
            RowOrder.FILE,
            "In which order rows leave: as in the files, sorted by time within order.window.rows, or merged by time"
                    + " over all partitions by a single task.");
    private static final Setting<Integer> ORDER_ROWS = Setting.number(
            "Order",
            "order.window.rows",
            2,
            1 << 18,
            10_000,
            "Rows of one file that are sorted by time at once with time-window.");
    private static final Setting<Faults.BadValue> BAD_VALUE = Setting.oneOf(
            "Errors",
            "errors.bad.value",
            Faults.BadValue.class,
            Faults.BadValue.FAIL,
            "What becomes of a value whose type is not known or whose CBOR is damaged: the task fails, or the value"
                    + " becomes empty and is counted.");

    static final ConfigDef DEFINITION = Setting.define(settings());

    private static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(StoreConfig.settings());
        settings.addAll(FileConfig.settings());
        settings.addAll(List.of(
                WINDOW_ROWS,
                WINDOW_BYTES,
                PARTITIONS_MAX,
                CHILD_ORDER,
                ATTRIBUTES_MAX,
                ATTRIBUTES_ACTION,
                ORPHANS,
                ORPHANS_TOPIC,
                REGRESSION,
                RESOURCE_IDS,
                ORDER,
                ORDER_ROWS));
        settings.addAll(RecordConfig.settings());
        settings.addAll(LimitConfig.settings());
        settings.add(BAD_VALUE);
        return settings;
    }

    /**
     * Reads a configuration.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is refused; the message names key and value
     */
    static MergeSourceConfig parse(Map<String, String> properties) {
        Map<String, Object> values = DEFINITION.parse(properties);
        OrphanPolicy orphans = ORPHANS.in(values);
        RowOrder order = ORDER.in(values);
        if (orphans == OrphanPolicy.EMIT && ORPHANS_TOPIC.in(values).isEmpty()) {
            throw ORPHANS_TOPIC.refuse("", "must be given where " + ORPHANS.key() + " is emit");
        }
        if (orphans == OrphanPolicy.EMIT && order == RowOrder.TIME_WINDOW) {
            throw ORPHANS.refuse("emit", "does not go together with " + ORDER.key() + "=time-window");
        }
        String tasks = properties.getOrDefault("tasks.max", "1");
        if (order == RowOrder.TIME_GLOBAL && !"1".equals(tasks)) {
            throw ORDER.refuse("time-global", "needs tasks.max=1 but that is " + tasks);
        }
        MergeOptions options = new MergeOptions(
                WINDOW_ROWS.in(values),
                WINDOW_BYTES.in(values),
                CHILD_ORDER.in(values),
                orphans != OrphanPolicy.SKIP,
                REGRESSION.in(values) == Regression.FAIL);
        return new MergeSourceConfig(
                StoreConfig.of(values),
                FileConfig.of(values),
                new MergeConfig(
                        options,
                        orphans,
                        RESOURCE_IDS.in(values),
                        order,
                        ORDER_ROWS.in(values),
                        PARTITIONS_MAX.in(values)),
                RecordConfig.of(values),
                LimitConfig.of(values));
    }

    /** What happens to values that cannot be passed on. */
    static Faults faults(Map<String, String> properties) {
        Map<String, Object> values = DEFINITION.parse(properties);
        return new Faults(BAD_VALUE.in(values), ATTRIBUTES_ACTION.in(values), ATTRIBUTES_MAX.in(values));
    }

    /** What is replayed. */
    Signal signal() {
        return files.signal();
    }

    /** How long nothing new is looked for. */
    Duration discoveryInterval() {
        return files.interval();
    }
}
