/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package dev.quiver.testbed.faults;

import org.jspecify.annotations.NullMarked;
