/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The bytes of one object straight from its connection. Where that breaks, another answer goes on from there, of the
 * same version of the object. One thread at a time, but any may close it.
 */
final class S3ObjectStream extends InputStream {
    private final String operation;
    private final Continuation continuation;
    private final long length;
    private volatile S3Reads.Answer answer;
    private volatile boolean closed;
    private volatile long position;

    private int continuationsLeft;
    /** Why the bytes are not those of the object. */
    private @Nullable StoreException damaged;

    /**
     * Reads the body of {@code first}, which is closed with the stream.
     *
     * @param operation begins the messages
     * @param continuationsMax how often it may go on after a failure
     */
    S3ObjectStream(String operation, S3Reads.Answer first, int continuationsMax, Continuation continuation) {
        this.operation = operation;
        this.continuation = continuation;
        this.length = first.length();
        this.answer = first;
        this.continuationsLeft = continuationsMax;
    }

    /** Gets the answer with all bytes from a position on. */
    @FunctionalInterface
    interface Continuation {
        S3Reads.Answer from(long position) throws StoreException;
    }

    @Override
    public int read() throws StoreException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws StoreException {
        Objects.checkFromIndexSize(offset, count, target.length);
        requireUsable();
        if (damaged != null) {
            throw StoreException.retriable(String.valueOf(damaged.getMessage()), damaged);
        }
        if (count == 0 || position == length) {
            return count == 0 ? 0 : -1;
        }
        while (true) {
            try {
                int read = answer.body().read(target, offset, (int) Math.min(count, length - position));
                if (read < 0) {
                    throw new EOFException("the answer ended after " + position + " of " + length + " bytes");
                }
                moved(read);
                if (position == length) {
                    checkEnd();
                }
                return read;
            } catch (StoreException e) {
                throw e;
            } catch (IOException e) {
                goOn(e);
            } catch (SdkException e) {
                throw damaged(Thread.currentThread().isInterrupted() ? "interrupted" : message(e), e);
            }
        }
    }

    /** Asks for the end behind the last byte, which is when the SDK compares the checksum of the answer. */
    private void checkEnd() throws StoreException {
        int more;
        try {
            more = answer.body().read();
        } catch (IOException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
        if (more >= 0) {
            throw damaged("the answer goes on behind the " + length + " bytes announced", null);
        }
    }

    /** What was handed out may be wrong: there is no going on. */
    private StoreException damaged(String reason, @Nullable Exception cause) {
        answer.body().abort();
        damaged = StoreException.retriable(operation + ": " + reason, cause);
        return damaged;
    }

    private static String message(SdkException failure) {
        return String.valueOf(failure.getMessage());
    }

    /** Only the thread that reads moves; whoever closes looks where it is. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void moved(int count) {
        position += count;
    }

    private void requireUsable() throws StoreException {
        if (closed) {
            throw new IllegalStateException("the stream is already closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw StoreException.retriable(operation + ": interrupted", null);
        }
    }

    private void goOn(Exception failure) throws StoreException {
        requireUsable();
        if (continuationsLeft == 0) {
            throw StoreException.retriable(
                    operation + ": the answers ended after " + position + " of " + length + " bytes", failure);
        }
        continuationsLeft--;
        answer.body().abort();
        S3Reads.Answer next = continuation.from(position);
        answer = next;
        if (closed) {
            next.body().abort();
        }
    }

    /** Gives the connection back if all bytes were read, and breaks it otherwise. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (position < length) {
            answer.body().abort();
            return;
        }
        try {
            answer.body().close();
        } catch (IOException | SdkException e) {
            answer.body().abort();
        }
    }
}
