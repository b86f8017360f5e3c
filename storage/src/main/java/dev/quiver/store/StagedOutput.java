/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import java.io.OutputStream;

/** A staged object as a stream; closing it neither publishes nor ends the object. */
public final class StagedOutput extends OutputStream {
    private final StagedObject object;
    private final byte[] single = new byte[1];

    /** Writes to {@code object}, which stays the caller's. */
    public StagedOutput(StagedObject object) {
        this.object = object;
    }

    @Override
    public void write(int value) throws StoreException {
        single[0] = (byte) value;
        object.write(single, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws StoreException {
        object.write(bytes, offset, length);
    }
}
