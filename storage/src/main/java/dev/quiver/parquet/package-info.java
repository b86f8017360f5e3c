/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Parquet files of Arrow batches, column by column, on parquet-hadoop's page and file layer. No Hadoop class is loaded
 * at run time.
 */
@NullMarked
package dev.quiver.parquet;

import org.jspecify.annotations.NullMarked;
