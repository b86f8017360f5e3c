/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.connect.RecordCoordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that can never be written. They go to the errant-record reporter when the worker gives one, otherwise the
 * task fails. The offsets behind them are committed with the rows, not by the worker: so reports are waited for first.
 */
final class Refusals {
    private static final long WAIT_MS = 30_000;

    private final @Nullable ErrantRecordReporter reporter;
    private final List<Future<Void>> reports = new ArrayList<>();
    private long count;

    Refusals(@Nullable ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    /** Whether somebody takes the records. */
    boolean areTaken() {
        return reporter != null;
    }

    /** Records reported so far. */
    long count() {
        return count;
    }

    /**
     * Reports {@code sinkRecord}, which must be the very object that {@code put} received.
     *
     * @throws ConnectException if there is no reporter; the message names topic-partition@offset and the reason
     */
    void report(SinkRecord sinkRecord, DataException reason) {
        report(RecordCoordinates.describe(sinkRecord), sinkRecord, reason);
    }

    /** Reports a record that the database refuses. */
    void report(Sieve.Refusal refusal) {
        DataException reason = new DataException(refusal.reason());
        report(refusal.origin().describe(), refusal.origin().sinkRecord(), reason);
    }

    private void report(String coordinates, @Nullable SinkRecord sinkRecord, DataException reason) {
        String message = "could not write record " + coordinates + ": " + reason.getMessage();
        if (reporter == null || sinkRecord == null) {
            throw new ConnectException(
                    message + " (to put such records aside, set errors.tolerance=all and a dead letter queue)", reason);
        }
        reports.add(reporter.report(sinkRecord, new DataException(message, reason)));
        count++;
    }

    /**
     * Waits until everything reported is where it goes.
     *
     * @throws ConnectException if it cannot get there
     */
    void await() {
        for (Future<Void> report : reports) {
            try {
                report.get(WAIT_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ConnectException("interrupted while records were reported", e);
            } catch (TimeoutException e) {
                throw new RetriableException("records could not be reported within " + WAIT_MS + " ms", e);
            } catch (ExecutionException e) {
                throw new ConnectException("records could not be reported: " + e.getCause(), e);
            }
        }
        reports.clear();
    }
}
