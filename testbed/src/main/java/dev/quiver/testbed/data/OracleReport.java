/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What became of the produced rows.
 *
 * @param producedCount the number of rows that were produced
 * @param foundCount the number of rows that were found
 * @param missing produced rows that were not found
 * @param doubled produced rows that were found more than once
 * @param different found rows with another value in some column than was produced
 * @param unknown found rows that nobody produced
 */
public record OracleReport(
        long producedCount, long foundCount, Findings missing, Findings doubled, Findings different, Findings unknown) {
    /**
     * Rows with one fault in common.
     *
     * @param count how many there are
     * @param examples the first of them by {@code topic-partition@offset}, at most {@value #EXAMPLES_MAX}
     * @param positions where all of them are in the topics, ascending; empty for rows that nobody produced
     */
    public record Findings(long count, List<String> examples, List<Position> positions) {
        static final int EXAMPLES_MAX = 20;

        /** Copies the lists. */
        public Findings {
            examples = List.copyOf(examples);
            positions = List.copyOf(positions);
        }

        /** Whether there is none. */
        public boolean isEmpty() {
            return count == 0;
        }

        private String describe(String what) {
            if (isEmpty()) {
                return "";
            }
            String more = count > examples.size() ? "\n  ... and " + (count - examples.size()) + " more" : "";
            return "\n" + count + " " + what + ":\n  " + String.join("\n  ", examples) + more;
        }
    }

    /** Where a record is. */
    public record Position(TopicPartition partition, long offset) {}

    /** Whether every row is there once, as it was produced, and nothing else is. */
    public boolean isExactlyOnce() {
        return isAtLeastOnce() && doubled.isEmpty();
    }

    /** Whether every row is there, as it was produced and perhaps more than once, and nothing else is. */
    public boolean isAtLeastOnce() {
        return missing.isEmpty() && different.isEmpty() && unknown.isEmpty();
    }

    /** Fails with the whole report unless {@link #isExactlyOnce}. */
    public OracleReport assertExactlyOnce() {
        if (!isExactlyOnce()) {
            throw new AssertionError("not exactly once: " + this);
        }
        return this;
    }

    /** Fails with the whole report unless {@link #isAtLeastOnce}. */
    public OracleReport assertAtLeastOnce() {
        if (!isAtLeastOnce()) {
            throw new AssertionError("not at least once: " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return producedCount + " rows produced, " + foundCount + " found" + missing.describe("missing")
                + doubled.describe("doubled") + different.describe("different") + unknown.describe("unknown");
    }
}
