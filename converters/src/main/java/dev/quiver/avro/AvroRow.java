/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.IdentityHashMap;
import java.util.function.Function;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a struct that was read lazily and that nobody has changed. It is recognised by interfaces of the JDK
 * alone, since another plugin's class loader may have made it: a {@link Struct} that is a {@link Function} and answers
 * three questions. One of these serves for many structs, one after the other. One thread at a time.
 */
public final class AvroRow {
    /** Asks for the Avro schema of the struct, as JSON; always the same object for all structs of one schema. */
    static final String SCHEMA = "dev.quiver.avro.schema";
    /** Asks for the array with the bytes. */
    static final String BYTES = "dev.quiver.avro.bytes";
    /** Asks for where in the array the struct begins. */
    static final String START = "dev.quiver.avro.start";

    /** Schemas of other class loaders that are remembered. */
    private static final int FOREIGN_MAX = 1024;

    private final IdentityHashMap<Schema, Foreign> foreign = new IdentityHashMap<>();
    private final AvroCursor cursor = new AvroCursor();
    private @Nullable AvroStructReader reader;

    /** Shows no struct yet. */
    public AvroRow() {}

    /** A schema of another class loader: its text, and what reads it if that is known. */
    private record Foreign(String text, @Nullable AvroStructReader reader) {}

    /** Goes to {@code struct} and says true, or says false if its bytes are not to be had. */
    public boolean show(Struct struct) {
        if (struct instanceof AvroStruct ours) {
            WriterSchema writer = ours.writer();
            return writer != null && show(writer.structs(), ours.bytes(), ours.start());
        }
        return struct instanceof Function<?, ?> && showForeign(struct);
    }

    private boolean showForeign(Struct struct) {
        @SuppressWarnings("unchecked") // whoever does not expect a text says so
        Function<Object, @Nullable Object> answers = (Function<Object, @Nullable Object>) struct;
        try {
            return answers.apply(SCHEMA) instanceof String text
                    && answers.apply(BYTES) instanceof byte[] bytes
                    && answers.apply(START) instanceof Integer start
                    && start >= 0
                    && start <= bytes.length
                    && show(foreign(text, struct.schema()), bytes, start);
        } catch (ClassCastException e) {
            return false;
        }
    }

    private boolean show(@Nullable AvroStructReader next, byte[] bytes, int start) {
        if (next == null || bytes.length == 0) {
            return false;
        }
        reader = next;
        cursor.over(bytes, start, bytes.length);
        return true;
    }

    private @Nullable AvroStructReader foreign(String text, Schema schema) {
        Foreign known = foreign.get(schema);
        // One schema of Connect may be that of several schemas of Avro.
        if (known == null || !known.text().equals(text)) {
            if (foreign.size() == FOREIGN_MAX) {
                foreign.clear();
            }
            known = new Foreign(text, compiled(text, schema));
            foreign.put(schema, known);
        }
        return known.reader();
    }

    private static @Nullable AvroStructReader compiled(String text, Schema schema) {
        try {
            org.apache.avro.Schema avro = AvroSchemas.parse(text);
            return WriterSchema.of(avro, schema).structs();
        } catch (AvroRuntimeException | DataException e) {
            return null;
        }
    }

    /** Reads the struct; its fields must be read in their order. */
    public AvroStructReader reader() {
        if (reader == null) {
            throw new IllegalStateException("no struct is shown");
        }
        return reader;
    }

    /** The place of the struct. */
    public AvroCursor cursor() {
        return cursor;
    }

    /** Lets go of the struct. */
    public void release() {
        cursor.release();
    }
}
