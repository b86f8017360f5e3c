/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

/** Work in memory that always has the same input. */
interface Task extends AutoCloseable {
    /** Does the work once. */
    void run();

    @Override
    void close();
}
