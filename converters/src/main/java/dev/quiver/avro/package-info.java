/* SPDX-License-Identifier: Apache-2.0 */
/** Connect data as binary Avro, and back. Nothing here knows where schemas are kept. */
@NullMarked
package dev.quiver.avro;

import org.jspecify.annotations.NullMarked;
