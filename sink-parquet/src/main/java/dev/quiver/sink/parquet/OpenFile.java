/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

/**
 * A file in the making with all that knows of it.
 *
 * @param gatherer where its rows wait
 * @param source whose rows they are
 * @param unpublished what keeps its rows from being committed
 */
record OpenFile(OutputFile file, Gatherer gatherer, SourcePartition source, SourcePartition.Unpublished unpublished) {}
