/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A topic-partition whose rows before {@code next} are in the database as soon as this is.
 *
 * @param expected the offset that the database has before; null for none
 * @param next the offset of the first record that is not in the database
 */
record Move(TopicPartition partition, @Nullable Long expected, long next) {}
