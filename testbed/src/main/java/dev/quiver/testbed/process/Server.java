/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.nio.file.Path;

/** A server in a process of its own, which a test may treat as badly as the world does. */
public interface Server extends AutoCloseable {
    /** The process behind this server. */
    ServerProcess process();

    /** Kills the process with SIGKILL and returns when it is gone. Data, ports and log stay. */
    default void kill9() {
        process().kill9();
    }

    /** Freezes the process with SIGSTOP: its sockets stay open, nothing answers. */
    default void pause() {
        process().pause();
    }

    /** Thaws a frozen process with SIGCONT. */
    default void resume() {
        process().resume();
    }

    /** Asks the process to end with SIGTERM and returns when it is gone. */
    default void stop() {
        process().stop();
    }

    /**
     * Stops the process if it runs and starts it again with the same directories and ports; returns when it is ready.
     */
    default void restart() {
        process().restart();
    }

    /** Where the process writes its output, over all its lives. */
    default Path log() {
        return process().log();
    }

    /** Whether there is a process, be it frozen. */
    default boolean isAlive() {
        return process().isAlive();
    }

    /** Stops the process. Idempotent. */
    @Override
    default void close() {
        process().stop();
    }
}
