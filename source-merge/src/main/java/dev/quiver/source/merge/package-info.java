/* SPDX-License-Identifier: Apache-2.0 */
/** A connector that replays Parquet partitions of OpenTelemetry data, each row merged with those of its child tables. */
@NullMarked
package dev.quiver.source.merge;

import org.jspecify.annotations.NullMarked;
