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
    private final ParquetEncoding encoding;
    private final SchemaLineages lineages;
    private final Map<Schema, Gatherer> bySchema = new HashMap<>();
    /** By topic, where that makes a difference. */
    private final Map<String, IdentityHashMap<Schema, Target>> byIdentity = new HashMap<>();

    private final Map<org.apache.arrow.vector.types.pojo.Schema, Gatherer> byBatchSchema = new HashMap<>();
    private @Nullable Schema lastSchema;
    private @Nullable String lastTopic;
    private @Nullable Target last;

    Gatherers(RowContext context, Partitioner partitioner, ParquetEncoding encoding, SchemaLineages lineages) {
        this.context = context;
        this.partitioner = partitioner;
        this.encoding = encoding;
        this.lineages = lineages;
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
     * Where rows of {@code schema} from {@code topic} go.
     *
     * @throws DataException if such rows cannot be gathered, partitioned or written
     */
    Target of(String topic, Schema schema) {
        if (schema == lastSchema && last != null && topic.equals(lastTopic)) {
            return last;
        }
        IdentityHashMap<Schema, Target> known = byIdentity.computeIfAbsent(topic, missing -> new IdentityHashMap<>());
        Target target = known.get(schema);
        if (target == null) {
            target = choose(topic, schema, known);
            if (known.size() == ALIASES_MAX) {
                known.clear();
            }
            known.put(schema, target);
        }
        lastSchema = schema;
        lastTopic = topic;
        last = target;
        return target;
    }

    private Target choose(String topic, Schema schema, Map<Schema, Target> known) {
        // Before its hash, which never ends for a schema that refers to itself.
        BatchBuilder.requireFits(schema);
        // Before others are written with it: rows that cannot be written must not take them along.
        if (!bySchema.containsKey(schema)) {
            encoding.requireFits(new BatchBuilder(schema, context.nullHandling()).arrowSchema());
        }
        Partitioner.Bound bound = partitioner.bind(schema, context);
        SchemaLineages.Choice choice = lineages.choose(topic, schema);
        if (choice.isNew()) {
            known.clear();
        }
        return new Target(exact(choice.schema()), bound, choice.projection());
    }

    private Gatherer exact(Schema schema) {
        Gatherer gatherer = bySchema.get(schema);
        if (gatherer == null) {
            gatherer = Gatherer.ofRows(schema, context.nullHandling());
            tell(gatherer);
            bySchema.put(schema, gatherer);
        }
        return gatherer;
    }

    /**
     * The gatherer for batches of {@code schema}, which is in message format.
     *
     * @throws DataException if such rows cannot be gathered, partitioned or written
     */
    Gatherer of(org.apache.arrow.vector.types.pojo.Schema schema) {
        Gatherer gatherer = byBatchSchema.get(schema);
        if (gatherer == null) {
            gatherer = Gatherer.ofBatches(schema, context, partitioner);
            encoding.requireFits(gatherer.arrowSchema());
            tell(gatherer);
            byBatchSchema.put(schema, gatherer);
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
