/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Merges the rows of a Parquet table with those of its child tables, window by window. It knows tables and keys; what
 * the rows mean is not its business.
 */
@NullMarked
package dev.quiver.source.merge.engine;

import org.jspecify.annotations.NullMarked;
