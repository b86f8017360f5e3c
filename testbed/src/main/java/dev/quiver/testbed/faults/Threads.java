/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

/** Daemon threads: a proxy never keeps a JVM alive. */
final class Threads {
    private Threads() {}

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
