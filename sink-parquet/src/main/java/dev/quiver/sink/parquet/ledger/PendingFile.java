/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import dev.quiver.store.SealedObject;

/**
 * A committed file that may not be visible yet.
 *
 * @param rowCount rows in it
 * @param firstOffset the offset of its first row
 * @param lastOffset the offset of its last row
 */
public record PendingFile(SealedObject sealed, long rowCount, long firstOffset, long lastOffset) {}
