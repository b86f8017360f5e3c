/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The row of a record.
 *
 * @param schema that of the columns, which may be none
 * @param columns null if the row has nothing but the columns beside
 * @param beside the columns beside
 * @param isInferred whether the schema was found in the values of this row and of earlier ones: what divides rows into
 *     directories must then look at the value itself
 */
record RecordRow(Schema schema, @Nullable Struct columns, SideColumns beside, boolean isInferred) {
    /** The schema of rows without columns of their own. */
    static final Schema NO_COLUMNS = SchemaBuilder.struct().build();
}
