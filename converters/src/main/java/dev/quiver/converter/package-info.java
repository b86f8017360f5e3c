/* SPDX-License-Identifier: Apache-2.0 */
/** The converter between Connect data and Arrow IPC bytes. Nothing here allocates off the heap. */
@NullMarked
package dev.quiver.converter;

import org.jspecify.annotations.NullMarked;
