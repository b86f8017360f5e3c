/* SPDX-License-Identifier: Apache-2.0 */
/** A schema registry on the loopback interface. */
@NullMarked
package dev.quiver.testbed.registry;

import org.jspecify.annotations.NullMarked;
