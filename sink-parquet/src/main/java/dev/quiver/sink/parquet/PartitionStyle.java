/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

/** How a partition value becomes a directory name. */
enum PartitionStyle {
    /** {@code name=value}, which query engines recognise. */
    HIVE,
    /** {@code value}. */
    PLAIN
}
