/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package dev.quiver.testbed;

import org.jspecify.annotations.NullMarked;
