/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

/**
 * A column that is read if a file has it.
 *
 * @param path its names with dots between them
 * @param kind what it must be
 */
public record ColumnSpec(String path, ColumnKind kind) {}
