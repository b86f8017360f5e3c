/* SPDX-License-Identifier: Apache-2.0 */
/** Kafka Connect records as Arrow batches. Nothing here knows a file format or a database. */
@NullMarked
package dev.quiver.arrow;

import org.jspecify.annotations.NullMarked;
