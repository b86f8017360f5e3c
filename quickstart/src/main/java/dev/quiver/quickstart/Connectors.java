/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.connect.ConnectorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Submits example configurations to the worker of a cluster. */
final class Connectors {
    private final TestCluster cluster;
    private final Installation installation;
    private final Report report;
    private final URI schemaRegistry;

    /** For connectors whose schemas are in the registry at {@code schemaRegistry}. */
    Connectors(TestCluster cluster, Installation installation, Report report, URI schemaRegistry) {
        this.cluster = cluster;
        this.installation = installation;
        this.report = report;
        this.schemaRegistry = schemaRegistry;
    }

    /** Submits the example {@code file} and returns the connector's name when it runs. */
    String submit(String file) {
        Map<String, String> places = new HashMap<>();
        places.put("env:S3_ENDPOINT", cluster.s3().endpoint().toString());
        places.put("env:S3_ACCESS_KEY_ID", cluster.s3().accessKey());
        places.put("env:S3_SECRET_ACCESS_KEY", cluster.s3().secretKey());
        places.put("env:QUICKSTART_DIRECTORY", cluster.work().resolve("files").toString());
        places.put("env:SCHEMA_REGISTRY_URL", schemaRegistry.toString());
        places.put("env:REPLAY_DIRECTORY", installation.logs().toString());
        Path example = installation.example(file);
        String text = text(example);
        places.keySet().removeIf(place -> !text.contains("${" + place + "}"));
        ConnectorFile connector = ConnectorFile.read(example, places);
        report.step("submitting config-examples/" + file + " to "
                + cluster.workers().worker(0).endpoint() + "/connectors");
        cluster.rest().put(connector);
        cluster.rest().awaitRunning(connector.name());
        return connector.name();
    }

    private static String text(Path example) {
        try {
            return Files.readString(example);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + example, e);
        }
    }
}
