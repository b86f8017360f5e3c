/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.parquet.read.MalformedParquetException;
import dev.quiver.parquet.read.UnsupportedParquetException;
import dev.quiver.source.merge.engine.FileOpener;
import dev.quiver.source.merge.engine.TableException;
import dev.quiver.source.merge.engine.TableFile;
import dev.quiver.source.merge.engine.TableSpec;
import dev.quiver.store.CallSlots;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the footers of files, several at the same time, and passes over what is no Parquet file if it may. */
final class FilePlanner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FilePlanner.class);
    private static final int IN_FLIGHT = 8;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final FileOpener opener;
    private final FileConfig config;
    private final CallSlots slots = new CallSlots(IN_FLIGHT, "quiver-footers");
    private final LongAdder skipped = new LongAdder();

    FilePlanner(FileOpener opener, FileConfig config) {
        this.opener = opener;
        this.config = config;
    }

    /** The files of {@code objects}, which are of {@code table}, in their order. */
    List<TableFile> plan(TableSpec table, List<StoredObject> objects) throws IOException {
        boolean isRoot = table.parent() == TableSpec.NONE;
        int time = isRoot ? config.signal().tree().time() : TableSpec.NONE;
        List<CallSlots.Slot<TableFile>> started = new ArrayList<>();
        List<TableFile> files = new ArrayList<>();
        try {
            for (StoredObject object : objects) {
                started.add(slots.start(() -> opener.plan(table, time, object)));
            }
            for (int index = 0; index < started.size(); index++) {
                TableFile file = result(started.get(index), objects.get(index));
                if (file != null) {
                    files.add(file);
                }
            }
            return files;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.retriable("interrupted while footers were read", e);
        } finally {
            started.forEach(slot -> slot.cancel(true));
        }
    }

    private @Nullable TableFile result(CallSlots.Slot<TableFile> slot, StoredObject object)
            throws IOException, InterruptedException {
        try {
            return slot.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            boolean isBad = cause instanceof MalformedParquetException
                    || cause instanceof UnsupportedParquetException
                    || cause instanceof TableException;
            if (isBad && config.badFile() == FileConfig.BadFile.SKIP) {
                log.warn("passed over {}: {}", object.key(), cause.getMessage());
                skipped.increment();
                return null;
            }
            if (isBad) {
                throw new TableException("could not read " + object.key() + " of " + object.bytes() + " bytes: "
                        + cause.getMessage() + " (errors.bad.file=skip passes over such files)");
            }
            if (cause instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("could not plan " + object.key(), cause);
        }
    }

    /** Files that were passed over. */
    long skipped() {
        return skipped.sum();
    }

    @Override
    public void close() {
        try {
            slots.end(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
