/* SPDX-License-Identifier: Apache-2.0 */
/** Kafka topics as tables of a DuckDB database, each row exactly once. */
@NullMarked
package dev.quiver.sink.duckdb;

import org.jspecify.annotations.NullMarked;
