/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import dev.quiver.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
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
                return read;
            } catch (IOException | SdkException e) {
                goOn(e);
            }
        }
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
