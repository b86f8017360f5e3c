/* SPDX-License-Identifier: Apache-2.0 */
/** A Kafka broker as a process. */
@NullMarked
package dev.quiver.testbed.kafka;

import org.jspecify.annotations.NullMarked;
