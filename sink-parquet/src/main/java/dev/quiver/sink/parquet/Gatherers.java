/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.SchemaChange;
import dev.quiver.connect.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One gatherer for each schema. Converters hand out equal schemas as different objects; those share a gatherer. */
final class Gatherers {
    /** Equal schemas seen as objects of their own; comparing them costs more than a row. */
    private static final int ALIASES_MAX = 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Gatherers.class);

    private final RowContext context;
    private final Partitioner partitioner;
    private final FileEncoding encoding;
    private final SchemaLineages lineages;
    private final Map<Columns, Gatherer> bySchema = new HashMap<>();
    private final Map<Origin, IdentityHashMap<Schema, Target>> byIdentity = new HashMap<>();
    private final Map<BatchColumns, Gatherer> byBatchSchema = new HashMap<>();
    private @Nullable Schema lastSchema;
    private @Nullable Origin lastOrigin;
    private @Nullable Target last;

    Gatherers(RowContext context, Partitioner partitioner, FileEncoding encoding, SchemaLineages lineages) {
        this.context = context;
        this.partitioner = partitioner;
        this.encoding = encoding;
        this.lineages = lineages;
    }

    /** All columns of rows. */
    private record Columns(Schema schema, SideColumns beside) {}

    /** All columns of batches. */
    private record BatchColumns(org.apache.arrow.vector.types.pojo.Schema schema, SideColumns beside) {}

    /** What besides the schema makes a difference. */
    private record Origin(String topic, SideColumns beside) {
        boolean is(String otherTopic, SideColumns other) {
            return beside == other && topic.equals(otherTopic);
        }
    }

    /**
     * Where rows of one schema go.
     *
     * @param partitioner of these rows: what it says must not depend on the rows they are written with
     * @param projection makes them rows of the gatherer; null if they are
     */
    record Target(
            Gatherer gatherer,
            Partitioner.Bound partitioner,
            @Nullable RowProjection projection) {}

    /**
     * Where {@code row} from {@code topic} goes.
     *
     * @throws DataException if such rows cannot be gathered, partitioned or written
     */
    Target of(String topic, RecordRow row) {
        Schema schema = row.schema();
        if (schema == lastSchema && last != null && lastOrigin != null && lastOrigin.is(topic, row.beside())) {
            return last;
        }
        Origin origin = new Origin(topic, row.beside());
        Target target = known(origin).get(schema);
        if (target == null) {
            target = choose(origin, row);
            IdentityHashMap<Schema, Target> known = known(origin);
            if (known.size() == ALIASES_MAX) {
                known.clear();
            }
            known.put(schema, target);
        }
        lastSchema = schema;
        lastOrigin = origin;
        last = target;
        return target;
    }

    private IdentityHashMap<Schema, Target> known(Origin origin) {
        return byIdentity.computeIfAbsent(origin, missing -> new IdentityHashMap<>());
    }

    private Target choose(Origin origin, RecordRow row) {
        Schema schema = row.schema();
        String topic = origin.topic();
        // Before its hash, which never ends for a schema that refers to itself.
        BatchBuilder.requireFits(schema);
        // Before others are written with it: rows that cannot be written must not take them along.
        if (!bySchema.containsKey(new Columns(schema, row.beside()))) {
            encoding.requireFits(Gatherer.ofRows(schema, row.beside(), context).arrowSchema());
        }
        Partitioner.Bound bound =
                row.isInferred() ? partitioner.bindInferred(context) : partitioner.bind(schema, context);
        SchemaLineages.Choice choice = lineages.choose(topic, schema);
        if (choice.isNew()) {
            byIdentity.keySet().removeIf(known -> known.topic().equals(topic));
        }
        return new Target(exact(new Columns(choice.schema(), row.beside())), bound, choice.projection());
    }

    private Gatherer exact(Columns columns) {
        Gatherer gatherer = bySchema.get(columns);
        if (gatherer == null) {
            gatherer = Gatherer.ofRows(columns.schema(), columns.beside(), context);
            tell(gatherer);
            bySchema.put(columns, gatherer);
        }
        return gatherer;
    }

    /**
     * The gatherer for batches of {@code schema}, which is in message format, with the columns {@code beside}.
     *
     * @throws DataException if such rows cannot be gathered, partitioned or written
     */
    Gatherer of(org.apache.arrow.vector.types.pojo.Schema schema, SideColumns beside) {
        BatchColumns columns = new BatchColumns(schema, beside);
        Gatherer gatherer = byBatchSchema.get(columns);
        if (gatherer == null) {
            gatherer = Gatherer.ofBatches(schema, beside, context, partitioner);
            encoding.requireFits(gatherer.arrowSchema());
            tell(gatherer);
            byBatchSchema.put(columns, gatherer);
        }
        return gatherer;
    }

    /** Many schemas at a time make many small files, which an operator will want to know the reason of. */
    private void tell(Gatherer added) {
        for (Gatherer known : all()) {
            LOG.info(
                    "rows of {} schemas are gathered now; the new one is {} for the rows of an earlier one",
                    all().size() + 1,
                    Setting.nameOf(SchemaChange.between(known.arrowSchema(), added.arrowSchema())));
            return;
        }
    }

    Collection<Gatherer> all() {
        List<Gatherer> all = new ArrayList<>(bySchema.values());
        all.addAll(byBatchSchema.values());
        return all;
    }

    long heapBytes() {
        long sum = 0;
        for (Gatherer gatherer : all()) {
            sum += gatherer.heapBytes();
        }
        return sum;
    }

    /** Gives back the memory of schemas that have no file any more. */
    void dropIdle() {
        bySchema.values().removeIf(Gatherer::isIdle);
        byIdentity.clear();
        byBatchSchema.values().removeIf(Gatherer::isIdle);
        lastSchema = null;
        last = null;
    }
}
