/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.benchmarks.S3Contender.Load;
import dev.quiver.testbed.s3.S3Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What it costs to move objects, against the SDK's other clients. */
final class S3Comparisons {
    private static final int MIB = 1 << 20;
    private static final int ROUND_MIB = 512;
    private static final int PUTS_IN_FLIGHT = 16;
    private static final int GETS_IN_FLIGHT = 32;

    private S3Comparisons() {}

    static List<Comparison> all() {
        Map<String, Function<S3Server, S3Traffic>> others = new TreeMap<>(Map.of(
                "plain", S3Clients::plain, "transfer-manager", S3Clients::transferManager, "crt", S3Clients::crt));
        List<Comparison> all = new ArrayList<>();
        for (boolean download : List.of(false, true)) {
            for (int objectMib : List.of(1, 8, 64)) {
                others.forEach((name, clients) -> all.add(comparison(download, objectMib, name, clients)));
            }
        }
        return all;
    }

    private static Comparison comparison(
            boolean download, int objectMib, String baseline, Function<S3Server, S3Traffic> clients) {
        Load load =
                new Load(download, objectMib * MIB, ROUND_MIB / objectMib, download ? GETS_IN_FLIGHT : PUTS_IN_FLIGHT);
        String operation = download ? "get" : "put";
        return new Comparison(
                new S3Contender(baseline + ", " + operation + " of " + objectMib + " MiB", load, clients),
                new S3Contender("store, " + operation + " of " + objectMib + " MiB", load, S3Clients::ours),
                List.of(new Measure(
                        "storage-" + operation + "-" + objectMib + "m-" + baseline,
                        Goal.atLeast(download ? 1.06 : 1.15),
                        PairedSamples::rowsPerCpuRatio)));
    }
}
