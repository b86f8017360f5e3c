/* SPDX-License-Identifier: Apache-2.0 */
/** The Parquet sink: Kafka topics as Parquet objects in an object store. */
@NullMarked
package dev.quiver.sink.parquet;

import org.jspecify.annotations.NullMarked;
