/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.crypto.AesCipher;
import org.apache.parquet.crypto.InternalColumnEncryptionSetup;
import org.apache.parquet.crypto.InternalFileEncryptor;
import org.apache.parquet.crypto.ModuleCipherFactory.ModuleType;
import org.apache.parquet.format.BlockCipher;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the pages of one column chunk. Each page and each header is bound to its place in the file, after the
 * Parquet format's Encryption document.
 */
final class ChunkCipher {
    /** A chunk has one dictionary page, which has no number. */
    private static final int NO_PAGE = -1;

    private final InternalColumnEncryptionSetup column;
    private final byte[] file;
    private final int rowGroup;

    private ChunkCipher(InternalColumnEncryptionSetup column, byte[] file, int rowGroup) {
        this.column = column;
        this.file = file;
        this.rowGroup = rowGroup;
    }

    /**
     * The cipher of a chunk, null if the column is not encrypted.
     *
     * @param encryptor of the file, null if nothing is encrypted
     * @param ordinal of the column among the leaves
     */
    static @Nullable ChunkCipher of(
            @Nullable InternalFileEncryptor encryptor, ColumnDescriptor descriptor, int ordinal, int rowGroup) {
        if (encryptor == null) {
            return null;
        }
        InternalColumnEncryptionSetup column =
                encryptor.getColumnSetup(ColumnPath.get(descriptor.getPath()), true, ordinal);
        return column.isEncrypted() ? new ChunkCipher(column, encryptor.getFileAAD(), rowGroup) : null;
    }

    /** What encrypts headers. */
    BlockCipher.Encryptor headers() {
        return column.getMetaDataEncryptor();
    }

    /** Binds the header of the page with the number {@code page}, counted from 0, to its place. */
    byte[] headerPlace(int page) {
        return place(ModuleType.DataPageHeader, page);
    }

    /** Binds the header of the dictionary page to its place. */
    byte[] dictionaryHeaderPlace() {
        return place(ModuleType.DictionaryPageHeader, NO_PAGE);
    }

    /** The encrypted bytes of the page with the number {@code page}, counted from 0. */
    byte[] page(byte[] bytes, int page) {
        return column.getDataEncryptor().encrypt(bytes, place(ModuleType.DataPage, page));
    }

    /** The encrypted bytes of the dictionary page. */
    byte[] dictionary(byte[] bytes) {
        return column.getDataEncryptor().encrypt(bytes, place(ModuleType.DictionaryPage, NO_PAGE));
    }

    private byte[] place(ModuleType module, int page) {
        return AesCipher.createModuleAAD(file, module, rowGroup, column.getOrdinal(), page);
    }
}
