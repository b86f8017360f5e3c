/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.connect;

/** What a connector or a task does, in the words of Kafka Connect. */
public enum ConnectState {
    /** No worker has it. */
    UNASSIGNED,
    /** It works. */
    RUNNING,
    /** It waits to be resumed, with its resources. */
    PAUSED,
    /** It waits to be resumed, without tasks. */
    STOPPED,
    /** It gave up. */
    FAILED,
    /** It is about to start again. */
    RESTARTING,
    /** It is being removed. */
    DESTROYED
}
