/* SPDX-License-Identifier: Apache-2.0 */
package org.apache.arrow.c;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * What Arrow's native library calls for a stream that Java exports. It finds these methods by the name of the class
 * above this one, which only this package can extend; the stock subclass needs a flag of the JVM, this one none.
 */
public abstract class NativeStream extends ArrayStreamExporter.ExportedArrayStreamPrivateData {
    /** The POSIX error that consumers get for any failure; the text says which. */
    private static final int EIO = 5;

    /** A stream with neither allocator nor reader, which only the stock methods would use. */
    protected NativeStream() {
        super(null, null);
    }

    /** Writes the next array to {@code address}; if there is none, leaves an array that counts as released. */
    protected abstract void writeNext(long address);

    /** Writes the schema to {@code address}. */
    protected abstract void writeSchema(long address);

    @Override
    final int getNext(long address) {
        try {
            writeNext(address);
            return 0;
        } catch (RuntimeException e) {
            return fail(e);
        }
    }

    @Override
    final int getSchema(long address) {
        try {
            writeSchema(address);
            return 0;
        } catch (RuntimeException e) {
            return fail(e);
        }
    }

    /** Native code reads the text up to a zero. */
    private int fail(RuntimeException failure) {
        lastError = (failure + "\0").getBytes(StandardCharsets.UTF_8);
        return EIO;
    }

    @Override
    public abstract void close();

    /** How the interface calls {@code type}. */
    protected static String format(ArrowType type) {
        return Format.asString(type);
    }
}
