/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/**
 * Lengths of byte strings that all have the same one.
 *
 * @param inVector bytes of a value in the vector, 0 if each has its own length
 * @param inFile bytes of a value in the file, 0 if each has its own length
 */
record ByteWidths(int inVector, int inFile) {}
