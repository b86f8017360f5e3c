/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Counts the bytes on their way to an output, as parquet-hadoop wants it. Closing it leaves the output open. */
final class PositionStream extends PositionOutputStream {
    private final OutputStream output;
    private long position;

    PositionStream(OutputStream output) {
        this.output = output;
    }

    /** This stream as a file that is created once. */
    OutputFile asFile() {
        return new Once();
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        output.write(value);
        position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        output.write(bytes, offset, length);
        position += length;
    }

    @Override
    public void flush() throws IOException {
        output.flush();
    }

    @Override
    public void close() {
        // the output belongs to the caller
    }

    /** What parquet-hadoop opens. */
    private final class Once implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return PositionStream.this;
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return PositionStream.this;
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
