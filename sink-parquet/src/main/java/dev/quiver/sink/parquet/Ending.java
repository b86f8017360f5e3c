/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

/** Which files end together, because what is committed of them cannot be told apart. */
enum Ending {
    /** Each on its own. */
    FILE,
    /** Those of one output partition: one offset tells how far it is. */
    OUTPUT_PARTITION,
    /** Those of one topic-partition: a row read again may belong to another output partition. */
    TOPIC_PARTITION
}
