/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.ipc.IpcContent;

/**
 * The rows of a record that is a batch.
 *
 * @param beside the columns beside them, which have the same values in all rows of the record
 */
record BatchRows(IpcContent content, SideColumns beside) {}
