/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads of a store that run side by side: spans of an object that lie close to each other become one request, long ones
 * several. It owns its threads, as many as there may be requests in flight; the store stays the caller's. Safe for use
 * by several threads.
 *
 * <p>A call whose thread is interrupted gives up its requests and ends with a retriable {@link StoreException}; the
 * thread stays interrupted.
 */
public final class ParallelReads implements AutoCloseable {
    /** To read so many bytes in vain takes less time than one more request. */
    static final int GAP_BYTES_MAX = 64 << 10;

    /** A longer span is worth another connection. */
    static final int REQUEST_BYTES_MAX = 8 << 20;

    private static final int IN_FLIGHT_MAX = 256;

    private final ObjectStore store;
    private final CallSlots slots;

    /**
     * Reads of {@code store}.
     *
     * @param inFlightMax requests at the same time, 1 to 256
     */
    public ParallelReads(ObjectStore store, int inFlightMax) {
        if (inFlightMax < 1 || inFlightMax > IN_FLIGHT_MAX) {
            throw new IllegalArgumentException("inFlightMax must be 1 to " + IN_FLIGHT_MAX + " but was " + inFlightMax);
        }
        this.store = store;
        this.slots = new CallSlots(inFlightMax, "quiver-read");
    }

    /**
     * The bytes of each of {@code spans}, in their order, of {@code object} as it was when it was found. Spans may
     * overlap.
     *
     * @throws StoreException a conflict if the object was replaced meanwhile, otherwise as the store's own reads
     */
    public List<byte[]> read(StoredObject object, List<ByteSpan> spans) throws StoreException {
        List<byte[]> targets = new ArrayList<>(spans.size());
        for (ByteSpan span : spans) {
            if (span.end() > object.bytes()) {
                throw StoreException.permanent(
                        "could not read " + span.length() + " bytes of " + object.key() + " from " + span.offset()
                                + ": the object has only " + object.bytes() + " bytes",
                        null);
            }
            targets.add(new byte[span.length()]);
        }
        List<Future<byte[]>> started = new ArrayList<>();
        List<ByteSpan> requests = requests(spans);
        try {
            for (ByteSpan request : requests) {
                started.add(start(object, request));
            }
            for (int index = 0; index < requests.size(); index++) {
                scatter(await(started.get(index), object.key()), requests.get(index), spans, targets);
            }
        } finally {
            started.forEach(request -> request.cancel(true));
        }
        return targets;
    }

    /**
     * The bytes of {@code object} from {@code from} up to {@code to}, read ahead of whoever consumes them.
     *
     * @param aheadMax requests of 8 MiB on their way at most, at least 1; they and one more are held in memory
     * @return not safe for several threads; to close it gives up what is on its way
     */
    public InputStream stream(StoredObject object, long from, long to, int aheadMax) {
        return new ReadAhead(this, object, new ReadAhead.Range(from, to), aheadMax);
    }

    /** Starts to read {@code span}, as soon as a request may go. */
    Future<byte[]> start(StoredObject object, ByteSpan span) throws StoreException {
        try {
            return slots.start(() -> store.read(object, span.offset(), span.length()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.retriable("could not read " + object.key() + ": interrupted", e);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the reads of " + store + " are already closed", e);
        }
    }

    /** What a request brought. */
    static byte[] await(Future<byte[]> request, String key) throws StoreException {
        try {
            return request.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.retriable("could not read " + key + ": interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException("could not read " + key, e.getCause());
        }
    }

    /** Few requests that cover all of {@code spans}, none of them empty, in the order of their offsets. */
    static List<ByteSpan> requests(List<ByteSpan> spans) {
        List<ByteSpan> sorted = spans.stream()
                .filter(span -> span.length() > 0)
                .sorted(Comparator.comparingLong(ByteSpan::offset))
                .toList();
        List<ByteSpan> requests = new ArrayList<>();
        int next = 0;
        while (next < sorted.size()) {
            long from = sorted.get(next).offset();
            long to = sorted.get(next).end();
            next++;
            while (next < sorted.size() && sorted.get(next).offset() <= to + GAP_BYTES_MAX) {
                to = Math.max(to, sorted.get(next).end());
                next++;
            }
            cut(from, to, requests);
        }
        return requests;
    }

    private static void cut(long from, long to, List<ByteSpan> requests) {
        for (long offset = from; offset < to; offset += REQUEST_BYTES_MAX) {
            requests.add(new ByteSpan(offset, (int) Math.min(REQUEST_BYTES_MAX, to - offset)));
        }
    }

    private static void scatter(byte[] bytes, ByteSpan request, List<ByteSpan> spans, List<byte[]> targets) {
        for (int index = 0; index < spans.size(); index++) {
            ByteSpan span = spans.get(index);
            long from = Math.max(span.offset(), request.offset());
            long to = Math.min(span.end(), request.end());
            if (from < to) {
                int source = (int) (from - request.offset());
                System.arraycopy(bytes, source, targets.get(index), (int) (from - span.offset()), (int) (to - from));
            }
        }
    }

    /** Gives up whatever is on its way, and waits for a moment until it has ended. Idempotent. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            slots.end(Duration.ZERO);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
