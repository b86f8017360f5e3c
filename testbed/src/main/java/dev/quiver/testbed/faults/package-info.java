/* SPDX-License-Identifier: Apache-2.0 */
/** Proxies that fail on purpose, between a client and a server on the loopback interface. */
@NullMarked
package dev.quiver.testbed.faults;

import org.jspecify.annotations.NullMarked;
