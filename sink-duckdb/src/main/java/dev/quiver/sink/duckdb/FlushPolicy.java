/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.time.Duration;

/**
 * When a transaction begins.
 *
 * @param rowsMax rows of one table, exceeded by at most what one record adds that is a batch
 * @param bytesMax heap bytes of everything gathered for one database
 * @param ageMax time since the first record came, by the clock of the worker
 */
record FlushPolicy(int rowsMax, long bytesMax, Duration ageMax) {}
