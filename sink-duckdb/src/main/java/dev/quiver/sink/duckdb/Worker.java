/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The worker that this runs on. */
final class Worker {
    private static final String VARIABLE = "QUIVER_WORKER";
    private static final String NAME = find();

    private Worker() {}

    private static String find() {
        String given = System.getenv(VARIABLE);
        if (given != null && !given.isBlank()) {
            return given.trim();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }

    /** What tells it apart from the others. */
    static String name() {
        return NAME;
    }
}
