/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import org.apache.kafka.connect.source.SourceRecord;

/**
 * A record to be sent.
 *
 * @param content as Connect takes it
 * @param part the partition that it comes from
 * @param file the file that it comes from
 * @param rows in it
 * @param bytes of its value; what they may be on the heap if it is a struct
 */
record Emission(SourceRecord content, String part, String file, int rows, long bytes) {}
