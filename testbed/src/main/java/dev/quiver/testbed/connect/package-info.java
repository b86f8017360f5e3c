/* SPDX-License-Identifier: Apache-2.0 */
/** Kafka Connect: groups of workers as processes, their REST interface, and plugin archives. */
@NullMarked
package dev.quiver.testbed.connect;

import org.jspecify.annotations.NullMarked;
