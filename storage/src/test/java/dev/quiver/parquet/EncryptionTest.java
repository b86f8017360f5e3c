/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.crypto.ColumnDecryptionProperties;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files whose columns only those can read who have the keys. */
final class EncryptionTest {
    private static final Schema SCHEMA = new Schema(List.of(
            new Field("id", FieldType.notNullable(new ArrowType.Int(Long.SIZE, true)), null),
            new Field("secret", FieldType.nullable(new ArrowType.Utf8()), null)));
    private static final Encryption.Key FOOTER = new Encryption.Key("footer", bytes(16, 1));
    private static final Encryption.Key COLUMN = new Encryption.Key("column", bytes(32, 2));
    private static final int ROWS = 5_000;

    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @ParameterizedTest
    @EnumSource(PageOptions.Version.class)
    void whoHasTheKeyFindsTheRows(PageOptions.Version version) throws Exception {
        for (Encryption.Cipher cipher : Encryption.Cipher.values()) {
            Encryption encryption = new Encryption(FOOTER, false, cipher, Map.of(), true);
            assertRows(ParquetJavaRows.read(write(encryption, version), footerKey()));
        }
    }

    @ParameterizedTest
    @EnumSource(PageOptions.Version.class)
    void columnsMayHaveKeysOfTheirOwn(PageOptions.Version version) throws Exception {
        for (boolean others : List.of(true, false)) {
            Encryption encryption =
                    new Encryption(FOOTER, false, Encryption.Cipher.GCM, Map.of("secret", COLUMN), others);
            ColumnPath secret = ColumnPath.get("secret");
            FileDecryptionProperties keys = FileDecryptionProperties.builder()
                    .withFooterKey(FOOTER.bytes())
                    .withColumnKeys(Map.of(
                            secret,
                            ColumnDecryptionProperties.builder(secret)
                                    .withKey(COLUMN.bytes())
                                    .build()))
                    .build();
            Path file = write(encryption, version);
            assertRows(ParquetJavaRows.read(file, keys));
            assertThatThrownBy(() -> ParquetJavaRows.read(file, footerKey()))
                    .rootCause()
                    .hasMessageContaining("secret");
        }
    }

    @Test
    void nothingOfTheValuesStandsInTheClear() throws Exception {
        Path file = write(Encryption.of(FOOTER), PageOptions.Version.V1);
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(content)
                .doesNotContain("classified")
                .doesNotContain("secret")
                .endsWith("PARE");
        assertThatThrownBy(() -> ParquetJavaRows.read(file)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aReadableFooterLetsOthersReadTheRest() throws Exception {
        Encryption encryption = new Encryption(FOOTER, true, Encryption.Cipher.GCM, Map.of("secret", COLUMN), false);
        Path file = write(encryption, PageOptions.Version.V1);
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain("classified").contains("secret").endsWith("PAR1");
        assertThat(ParquetJavaRows.schema(file).getColumns()).hasSize(2);
    }

    @Test
    void aChangedPageIsFoundOut() throws Exception {
        Path file = write(Encryption.of(FOOTER), PageOptions.Version.V1);
        byte[] content = Files.readAllBytes(file);
        content[200] ^= 1;
        Files.write(file, content);
        assertThatThrownBy(() -> ParquetJavaRows.read(file, footerKey())).isInstanceOf(RuntimeException.class);
    }

    @Test
    void keysAreOfOneLengthAndNeverShown() {
        assertThatThrownBy(() -> new Encryption.Key("mine", bytes(15, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key 'mine' must have 16, 24 or 32 bytes but has 15");
        assertThat(Encryption.of(FOOTER))
                .asString()
                .contains("key 'footer' of 16 bytes")
                .doesNotContain("[B@");
    }

    @Test
    void columnsThatDoNotExistAreRefusedByName() {
        Encryption encryption = new Encryption(FOOTER, false, Encryption.Cipher.GCM, Map.of("none", COLUMN), true);
        assertThatThrownBy(() -> write(encryption, PageOptions.Version.V1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column 'none' is to be encrypted but does not exist");
    }

    private static FileDecryptionProperties footerKey() {
        return FileDecryptionProperties.builder().withFooterKey(FOOTER.bytes()).build();
    }

    private static void assertRows(List<Map<Object, Object>> rows) {
        assertThat(rows).hasSize(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(rows.get(row)).containsEntry("id", (long) row).containsEntry("secret", text(row));
        }
    }

    private static String text(int row) {
        return "classified " + row % 50;
    }

    /** Several row groups of several pages, with dictionaries and Bloom filters. */
    private Path write(Encryption encryption, PageOptions.Version version) throws IOException {
        ParquetOptions options = ParquetOptions.DEFAULTS
                .withColumns(ColumnOptions.DEFAULTS
                        .withCompression(Compression.NONE, 0)
                        .withBloomFilter(1 << 10))
                .withPages(new PageOptions(1 << 20, 400, version, false))
                .withRowGroups(new RowGroupOptions(1 << 20, 2_000))
                .withFile(FileOptions.DEFAULTS.withEncryption(encryption));
        Path file = directory.resolve("encrypted.parquet");
        try (ArrowBatch batch = batch();
                ColumnEncoders encoders = new ColumnEncoders(options, 2);
                OutputStream output = Files.newOutputStream(file);
                ParquetBatchWriter writer = new ParquetBatchWriter(SCHEMA, options, encoders, output)) {
            writer.write(batch, 0, ROWS);
            writer.finish(Map.of());
        }
        return file;
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private ArrowBatch batch() {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        BigIntVector ids = (BigIntVector) root.getVector(0);
        VarCharVector texts = (VarCharVector) root.getVector(1);
        for (int row = 0; row < ROWS; row++) {
            ids.setSafe(row, row);
            texts.setSafe(row, text(row).getBytes(StandardCharsets.UTF_8));
        }
        root.setRowCount(ROWS);
        return new ArrowBatch(root);
    }

    private static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
