/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

/**
 * A visible object.
 *
 * @param key the key, relative to the store's prefix
 * @param bytes the size in bytes
 * @param version what changes with every replacement of the object: an ETag, or size and time of a file
 */
public record StoredObject(String key, long bytes, String version) {}
