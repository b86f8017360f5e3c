/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a record that can never be written: it goes to the errant-record reporter when the worker gives one
 * (a dead letter queue or {@code errors.log.enable} is configured), otherwise the task fails. The worker itself waits
 * for the reports before it commits.
 */
public final class BadRecords {
    private final @Nullable ErrantRecordReporter reporter;
    private long reportedCount;

    private BadRecords(@Nullable ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    /** Reports to what {@code context} offers. */
    public static BadRecords of(SinkTaskContext context) {
        return new BadRecords(context.errantRecordReporter());
    }

    /**
     * Reports {@code sinkRecord}, which must be the very object that {@code put} received.
     *
     * @throws ConnectException if there is no reporter; the message names topic-partition@offset and the reason
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the worker awaits every report before it commits offsets
    public void report(SinkRecord sinkRecord, DataException reason) {
        DataException located = new DataException(
                "could not write record " + RecordCoordinates.describe(sinkRecord) + ": " + reason.getMessage(),
                reason);
        if (reporter == null) {
            throw new ConnectException(
                    located.getMessage()
                            + " (to put such records aside, set errors.tolerance=all and a dead letter queue)",
                    reason);
        }
        reporter.report(sinkRecord, located);
        reportedCount++;
    }

    /** Records reported so far. */
    public long reportedCount() {
        return reportedCount;
    }
}
