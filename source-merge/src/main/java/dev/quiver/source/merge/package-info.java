/* SPDX-License-Identifier: Apache-2.0 */
/** A connector that replays Parquet partitions of OpenTelemetry data, rows merged with those of child tables. */
@NullMarked
package dev.quiver.source.merge;

import org.jspecify.annotations.NullMarked;
