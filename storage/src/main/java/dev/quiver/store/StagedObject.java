/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

/**
 * An object on its way into a store. Bytes are appended in order and may travel at once, yet nothing is visible before
 * {@link #publish}. One thread at a time. After {@link #close}, by the caller or by closing the store, every other
 * method throws {@link IllegalStateException}; so does {@link #write} after publication or sealing,
 * and {@link #publish()} after sealing.
 */
public interface StagedObject extends AutoCloseable {
    /**
     * Appends {@code length} bytes of {@code source} from {@code offset} on. The array is free for reuse on return.
     * Blocks while as many parts are in flight as the store allows.
     *
     * @throws StoreException if these or earlier bytes could not be stored, or the thread was interrupted, which it
     *     then still is; the object is then lost and only {@link #close} remains
     */
    void write(byte[] source, int offset, int length) throws StoreException;

    /** The number of bytes appended so far. */
    long position();

    /**
     * Makes the object visible under its key, replacing whatever was there; returns when it is durable. Called again
     * after a retriable failure it tries again, and succeeds at once when the earlier attempt had been performed. After
     * success nothing happens any more.
     *
     * @throws StoreException if the object is not known to be visible. It may be visible all the same, whole, when only
     *     the store's answer was lost
     */
    void publish() throws StoreException;

    /**
     * Brings all bytes into the store and ends the writing, without making anything visible. From here on the object
     * lives on without this handle: {@link #close} leaves it alone, and {@link ObjectStore#publish} or
     * {@link ObjectStore#abort} end it. Called again after a retriable failure it tries again; after success it returns
     * the same value.
     */
    SealedObject seal() throws StoreException;

    /**
     * Ends the object: unless it was sealed or published, everything uploaded so far is removed. Idempotent, throws
     * nothing.
     */
    @Override
    void close();
}
