/* SPDX-License-Identifier: Apache-2.0 */
/** What goes into topics, what comes out on the other side, and the comparison of the two row by row. */
@NullMarked
package dev.quiver.testbed.data;

import org.jspecify.annotations.NullMarked;
