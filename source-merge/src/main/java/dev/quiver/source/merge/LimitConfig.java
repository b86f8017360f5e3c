/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.connect.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How much, and how fast.
 *
 * @param poll what one poll gives
 * @param transaction what one transaction has, if the connector ends them
 * @param rowsPerSecond rows that are read, 0 for as many as there are
 * @param bytesPerSecond bytes that are read from the store, 0 for as many as there are
 * @param retry how long a store may go on failing
 */
record LimitConfig(Room poll, Room transaction, long rowsPerSecond, long bytesPerSecond, Duration retry) {
    private static final String GROUP = "Limits";
    private static final Setting<Integer> POLL_RECORDS = Setting.number(
            GROUP,
            "poll.records.max",
            1,
            100_000,
            1000,
            "Records that one poll gives; about five times as many are read ahead.");
    private static final Setting<Long> POLL_BYTES = Setting.atLeast(
            GROUP,
            "poll.bytes.max",
            1 << 10,
            4L << 20,
            "Bytes of values from which on a poll has no more records; about five times as many are read ahead. Structs"
                    + " count by their attributes.");
    private static final Setting<Integer> TRANSACTION_RECORDS = Setting.number(
            GROUP,
            "transaction.records.max",
            1,
            10_000_000,
            20_000,
            "Records of one transaction where transaction.boundary is connector. The worker keeps them all until it"
                    + " ends.");
    private static final Setting<Long> TRANSACTION_BYTES = Setting.atLeast(
            GROUP,
            "transaction.bytes.max",
            1 << 10,
            64L << 20,
            "Bytes of values from which on a transaction ends where transaction.boundary is connector.");
    private static final Setting<Long> ROWS_PER_SECOND =
            Setting.atLeast(GROUP, "rate.rows.max", 0, 0, "Rows that one task reads in a second; 0 for no limit.");
    private static final Setting<Long> BYTES_PER_SECOND = Setting.atLeast(
            GROUP, "rate.bytes.max", 0, 0, "Bytes that one task reads from the store in a second; 0 for no limit.");
    private static final Setting<Long> RETRY_TIMEOUT_MS = Setting.atLeast(
            GROUP,
            "retry.timeout.ms",
            0,
            600_000,
            "Milliseconds for which a store may go on failing before the task fails.");

    static List<Setting<?>> settings() {
        return List.of(
                POLL_RECORDS,
                POLL_BYTES,
                TRANSACTION_RECORDS,
                TRANSACTION_BYTES,
                ROWS_PER_SECOND,
                BYTES_PER_SECOND,
                RETRY_TIMEOUT_MS);
    }

    static LimitConfig of(Map<String, Object> values) {
        return new LimitConfig(
                new Room(POLL_RECORDS.in(values), POLL_BYTES.in(values)),
                new Room(TRANSACTION_RECORDS.in(values), TRANSACTION_BYTES.in(values)),
                ROWS_PER_SECOND.in(values),
                BYTES_PER_SECOND.in(values),
                Duration.ofMillis(RETRY_TIMEOUT_MS.in(values)));
    }
}
