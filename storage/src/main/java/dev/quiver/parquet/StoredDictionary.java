/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.column.Encoding;

/**
 * The finished dictionary page of a column chunk.
 *
 * @param bytes compressed; nobody changes them
 * @param plainBytes their number before compression
 * @param entryCount how many entries there are
 * @param encoding of the entries
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredDictionary(byte[] bytes, int plainBytes, int entryCount, Encoding encoding) {}
