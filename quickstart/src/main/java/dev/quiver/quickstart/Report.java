/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What a person sees. */
final class Report {
    private final PrintStream out;
    private final long startedNs = System.nanoTime();

    Report(PrintStream out) {
        this.out = out;
    }

    /** One line with the seconds since the start. */
    void step(String text) {
        double seconds = (System.nanoTime() - startedNs) / 1e9;
        out.printf(Locale.ROOT, "%6.1f s  %s%n", seconds, text);
    }

    /** The table of what lies in the store. */
    void prefixes(List<Lake.Prefix> prefixes, long valueBytes) {
        out.println();
        out.printf(Locale.ROOT, "%-42s %8s %9s %12s %12s%n", "prefix", "objects", "rows", "bytes", "compression");
        long compressed = 0;
        for (Lake.Prefix prefix : prefixes) {
            compressed += prefix.compressed();
            double ratio = (double) prefix.uncompressed() / Math.max(1, prefix.compressed());
            out.printf(
                    Locale.ROOT,
                    "%-42s %8d %9d %12d %11.1fx%n",
                    prefix.prefix(),
                    prefix.objectCount(),
                    prefix.rowCount(),
                    prefix.compressed(),
                    ratio);
        }
        out.printf(
                Locale.ROOT,
                "%nJSON with schemas in Kafka: %d bytes; columns of the Parquet objects: %d bytes, %.0f times less%n%n",
                valueBytes,
                compressed,
                (double) valueBytes / Math.max(1, compressed));
    }

    /** A table of what a query found. */
    void table(List<String> columns, List<List<String>> rows) {
        out.println();
        line(columns);
        rows.forEach(this::line);
        out.println();
    }

    private void line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        cells.forEach(cell -> line.append(String.format(Locale.ROOT, "%14s", cell)));
        out.println(line);
    }

    /** One line of the proof; returns whether the counts are equal. */
    boolean counts(String topic, long sent, Lake.Counts counts) {
        boolean equal = counts.rows() == sent && counts.ids() == sent;
        step("DuckDB counts " + counts.rows() + " rows with " + counts.ids() + " ids in " + topic + ", produced were "
                + sent + (equal ? "" : "  <-- NOT EQUAL"));
        return equal;
    }
}
