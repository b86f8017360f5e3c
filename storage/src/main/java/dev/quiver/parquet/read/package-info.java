/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Parquet files as Arrow batches, read in windows of rows that are bounded whatever the size of pages and row groups.
 * Nothing here knows Kafka Connect or Hadoop.
 */
@NullMarked
package dev.quiver.parquet.read;

import org.jspecify.annotations.NullMarked;
