/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import org.apache.avro.Schema;
import org.apache.kafka.connect.errors.DataException;

/** What a schema is called in the registry. */
public enum SubjectNames {
    /** The topic, and whether it is of keys or values. */
    TOPIC("TopicNameStrategy"),
    /** The full name of the record. */
    RECORD("RecordNameStrategy"),
    /** The topic and the full name of the record. */
    TOPIC_RECORD("TopicRecordNameStrategy");

    private static final String PACKAGE = "io.confluent.kafka.serializers.subject.";

    private final String className;

    SubjectNames(String className) {
        this.className = className;
    }

    /** The class that says the same in other converters. */
    public String configName() {
        return PACKAGE + className;
    }

    /**
     * The one called {@code text}, which is the name of a class with or without its package.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SubjectNames parse(String text) {
        for (SubjectNames names : values()) {
            if (text.equals(names.className) || text.equals(names.configName())) {
                return names;
            }
        }
        throw new IllegalArgumentException("is none of TopicNameStrategy, RecordNameStrategy, TopicRecordNameStrategy");
    }

    /** Whether the schema matters. */
    public boolean readsSchema() {
        return this != TOPIC;
    }

    /**
     * What {@code schema} of {@code topic} is called.
     *
     * @throws DataException if it needs the name of a record and {@code schema} is none
     */
    public String subject(String topic, boolean isKey, Schema schema) {
        return switch (this) {
            case TOPIC -> topic + (isKey ? "-key" : "-value");
            case RECORD -> record(schema);
            case TOPIC_RECORD -> topic + "-" + record(schema);
        };
    }

    private String record(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new DataException(className + " needs records but the schema is "
                    + schema.getType().getName());
        }
        return schema.getFullName();
    }
}
