/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapBatch;

/** Rows on the heap, as the IPC format has them, and the dictionaries that they refer to. */
public record HeapRows(HeapBatch batch, Dictionaries dictionaries) {}
