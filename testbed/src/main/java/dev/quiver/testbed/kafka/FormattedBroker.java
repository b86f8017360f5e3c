/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.kafka;

import java.io.PrintStream;
import java.lang.reflect.Method;

/**
 * The main program of a broker: formats the directories that are not formatted yet, then serves. One JVM does both,
 * because most of the time of the storage tool is the start of its JVM. Kafka's server is on the class path of that
 * process only, hence the calls by name.
 */
final class FormattedBroker {
    private FormattedBroker() {}

    /** Takes the file of the broker's settings and the id of the cluster. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        String settings = arguments[0];
        String[] format = {"format", "--cluster-id", arguments[1], "--config", settings, "--ignore-formatted"};
        Method storageTool =
                Class.forName("kafka.tools.StorageTool").getMethod("execute", String[].class, PrintStream.class);
        if ((Integer) storageTool.invoke(null, format, System.err) != 0) {
            throw new IllegalStateException("could not format the directories of " + settings);
        }
        Method broker = Class.forName("kafka.Kafka").getMethod("main", String[].class);
        broker.invoke(null, (Object) new String[] {settings});
    }
}
