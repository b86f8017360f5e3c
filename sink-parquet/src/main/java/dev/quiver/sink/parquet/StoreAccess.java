/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.ObjectStore;

/** The store and all that goes with calling it; everything stays its owner's. */
record StoreAccess(ObjectStore store, StoreThreads threads, FileTags tags, SinkMetrics metrics) {}
