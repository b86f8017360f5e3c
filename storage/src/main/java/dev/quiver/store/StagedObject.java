/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

/**
 * An object on its way into a store. Bytes are appended in order and may travel at once, yet nothing is visible before
 * {@link #publish}. One thread at a time.
 */
public interface StagedObject extends AutoCloseable {
    /**
     * Appends {@code length} bytes of {@code source} from {@code offset} on. The array is free for reuse on return.
     * Blocks while as many parts are in flight as the store allows.
     *
     * @throws StoreException if an earlier part could not be uploaded; the object is then lost and only {@link #close}
     *     remains
     */
    void write(byte[] source, int offset, int length) throws StoreException;

    /** The number of bytes appended so far. */
    long position();

    /**
     * Makes the object visible under its key, replacing whatever was there; returns when it is durable. Called again
     * after a retriable failure it tries again, and succeeds at once when the earlier attempt had been performed.
     */
    void publish() throws StoreException;

    /** Ends the object: unless it was published, everything uploaded so far is removed. Idempotent, throws nothing. */
    @Override
    void close();
}
