/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Exactly-once delivery to an object store. One small object for each topic-partition, the ledger, says which rows are
 * committed; whoever writes it conditionally commits, and whoever finds it changed was fenced.
 */
@org.jspecify.annotations.NullMarked
package dev.quiver.sink.parquet.ledger;
