/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.CallSlots;
import dev.quiver.store.StoreException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** A part on its way: its bytes are kept until it arrived, so that it can be sent again. */
final class S3Part {
    private final int number;
    private final PartBuffer owned;
    private final CallSlots.Slot<String> slot;
    private volatile boolean failed;

    /** Takes ownership of {@code owned}, whose bytes travel in {@code slot}. */
    S3Part(int number, PartBuffer owned, CallSlots.Slot<String> slot) {
        this.number = number;
        this.owned = owned;
        this.slot = slot;
    }

    /** Counted from 1. */
    int number() {
        return number;
    }

    /** The part's bytes, to send them again. */
    PartBuffer buffer() {
        return owned;
    }

    /** Whether {@link #await} returns or throws at once. */
    boolean isDone() {
        return slot.isDone();
    }

    /** Whether {@link #await} has told of a failure. */
    boolean hasFailed() {
        return failed;
    }

    /** Waits until the part arrived, gives its memory back and returns its tag. */
    String await() throws StoreException {
        try {
            String etag = slot.get();
            owned.release();
            return etag;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.retriable("could not wait for part " + number + ": interrupted", e);
        } catch (CancellationException e) {
            throw new IllegalStateException("the upload is closed", e);
        } catch (ExecutionException e) {
            failed = true;
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw new IllegalStateException("part " + number + " failed through our own fault", e.getCause());
        }
    }

    /**
     * Waits for {@code patience}, then gives the part up, and waits as long again until its thread has noticed. Memory
     * that a thread may still be reading, or that is on its way again after a failure, is left to the collector.
     */
    void end(Duration patience) throws InterruptedException {
        boolean ended = slot.awaitEnd(patience);
        if (!ended) {
            slot.cancel(true);
            ended = slot.awaitEnd(patience);
        }
        if (ended && !failed) {
            owned.release();
        }
    }
}
