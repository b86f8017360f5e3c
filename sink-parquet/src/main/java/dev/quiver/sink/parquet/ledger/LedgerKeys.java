/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import org.apache.kafka.common.TopicPartition;

/**
 * Where the ledgers of one connector lie: {@code _quiver/<connector>/<topic>/<partition>.json} below the store's
 * prefix. Query engines pass over directories that begin with an underscore.
 *
 * @param connector the connector's name as a path segment
 */
public record LedgerKeys(String connector) {
    private static final String ROOT = "_quiver";

    /** The ledger of {@code partition}. */
    public String ledger(TopicPartition partition) {
        return ROOT + "/" + connector + "/" + partition.topic() + "/" + partition.partition() + ".json";
    }

    /** An object for {@link ConditionalWrites}, which no ledger is called. */
    String probe(String owner) {
        return ROOT + "/" + connector + "/probe-" + owner;
    }
}
