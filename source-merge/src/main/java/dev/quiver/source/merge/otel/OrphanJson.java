/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.source.merge.engine.JoinSpec;
import dev.quiver.source.merge.engine.Matches;
import dev.quiver.source.merge.engine.Orphans;
import dev.quiver.source.merge.engine.TableBatch;
import dev.quiver.source.merge.engine.TableSpec;
import java.io.IOException;
import java.io.StringWriter;

/** Child rows without a parent as JSON: table, id of the parent, number of rows, and attributes if it has them. */
final class OrphanJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private OrphanJson() {}

    static String of(JoinSpec join, Orphans orphans, int place, Faults faults) throws IOException {
        StringWriter text = new StringWriter();
        Matches matches = orphans.matches();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("table", join.table().name());
            json.writeNumberField("parent_id", orphans.keys()[place]);
            json.writeNumberField("rows", matches.end(place) - matches.start(place));
            if (join.table().key() == TableSpec.NONE) {
                attributes(new OtlpJsonValues(json), matches, place, faults);
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void attributes(OtlpJsonValues values, Matches matches, int place, Faults faults)
            throws IOException {
        JsonGenerator json = values.json();
        json.writeArrayFieldStart("attributes");
        for (int item = matches.start(place); item < matches.end(place); item++) {
            TableBatch batch = matches.batch(item);
            int row = matches.row(item);
            json.writeStartObject();
            json.writeStringField("key", batch.column(AttributeColumns.KEY).text(row));
            json.writeFieldName("value");
            values.value(AttributeColumns.VALUE.value(batch, row, faults));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
