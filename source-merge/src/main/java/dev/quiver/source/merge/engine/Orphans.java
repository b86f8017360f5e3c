/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

/**
 * Child rows without a parent.
 *
 * @param join which child table of the root
 * @param keys of the parents that are missing, ascending
 * @param matches the rows, by the places of the keys
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Orphans(int join, long[] keys, Matches matches) {}
