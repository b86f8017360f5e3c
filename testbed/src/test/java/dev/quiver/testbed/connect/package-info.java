/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package dev.quiver.testbed.connect;

import org.jspecify.annotations.NullMarked;
