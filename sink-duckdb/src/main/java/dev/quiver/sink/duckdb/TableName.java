/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.Map;

/**
 * Which table the rows of a topic go to.
 *
 * @param format the name, in which {@code ${topic}} stands for the topic
 * @param ofTopics the names for topics that have one of their own
 * @param schema the schema that all tables are in
 */
record TableName(String format, Map<String, String> ofTopics, String schema) {
    static final String TOPIC = "${topic}";

    TableName {
        ofTopics = Map.copyOf(ofTopics);
    }

    /** The name of the table for {@code topic}. */
    String of(String topic) {
        String own = ofTopics.get(topic);
        return own == null ? format.replace(TOPIC, topic) : own;
    }
}
