/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.parquet.read.MalformedParquetException;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.RangeSource;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.UnsupportedParquetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who read Parquet files from outside of the storage module can tell apart why one is refused. */
final class ParquetRefusalsTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsNoParquetFileIsMalformed() {
        assertThatThrownBy(() -> open("neither magic nor footer"))
                .isInstanceOf(MalformedParquetException.class)
                .hasMessageEndingWith("file: it does not end with the magic number of Parquet files");
    }

    @Test
    void aFileWithAnEncryptedFooterIsUnsupported() {
        assertThatThrownBy(() -> open("PARE with an encrypted footer PARE"))
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessageEndingWith("file: its footer is encrypted, which is not supported");
    }

    private void open(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), content);
        try (RangeSource source = RangeSource.of(file)) {
            ParquetFile.open(source, ReadLimits.DEFAULTS);
        }
    }
}
