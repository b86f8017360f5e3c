/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.io.IOException;
import java.nio.file.Path;

/** The bytes of one file, which does not change and can be read at any place: a local one, or a remote object. */
public interface FileSource extends AutoCloseable {
    /** Bytes of the whole file. */
    long size();

    /**
     * Copies {@code length} bytes of the file from {@code position} on to {@code target} from {@code offset} on.
     *
     * @throws IOException if they could not be read; there must be as many
     */
    void read(long position, byte[] target, int offset, int length) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * A local file, mapped into memory; the mapping goes when nobody refers to the source any more. The file must not
     * become shorter.
     *
     * @throws IOException if it could not be opened or mapped
     */
    static FileSource mapped(Path file) throws IOException {
        return new MappedFile(file);
    }
}
