/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every child of this JVM, so that none outlives it. */
final class Orphans {
    private static final Set<Process> CHILDREN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Orphans::killAll, "testbed-orphans"));
    }

    private Orphans() {}

    static void adopt(Process child) {
        CHILDREN.removeIf(known -> !known.isAlive());
        CHILDREN.add(child);
    }

    private static void killAll() {
        CHILDREN.forEach(Process::destroyForcibly);
    }
}
