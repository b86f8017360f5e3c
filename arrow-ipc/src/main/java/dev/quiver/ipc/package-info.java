/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The Arrow IPC formats on byte arrays: nothing here allocates off the heap until a validated batch is loaded into
 * vectors, and nothing here knows Kafka, files or databases.
 */
@org.jspecify.annotations.NullMarked
package dev.quiver.ipc;
