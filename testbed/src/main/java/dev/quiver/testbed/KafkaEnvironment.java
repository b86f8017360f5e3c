/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import dev.quiver.testbed.connect.ConnectGroup;
import dev.quiver.testbed.connect.ConnectRest;
import dev.quiver.testbed.connect.WorkerSettings;
import dev.quiver.testbed.process.WorkDirectory;
import dev.quiver.testbed.s3.S3Address;

/**
 * A broker, groups of workers and perhaps an S3 server, whatever they run in. A test body that needs no more than this
 * runs on processes ({@link TestCluster}) and in containers ({@link ContainerKafkaEnvironment}) alike.
 */
public interface KafkaEnvironment extends AutoCloseable {
    /** Where Kafka clients connect. */
    String bootstrap();

    /** The first group of workers. */
    ConnectGroup workers();

    /** The REST interface of the first group. */
    default ConnectRest rest() {
        return workers().rest();
    }

    /** Starts one more group of workers; returns when all of them serve. */
    ConnectGroup addGroup(WorkerSettings settings, int workerCount);

    /**
     * The S3 server.
     *
     * @throws IllegalStateException if the plan has none
     */
    S3Address s3();

    /** Where everything is kept. */
    WorkDirectory work();

    /** Ends everything. Idempotent. */
    @Override
    void close();
}
