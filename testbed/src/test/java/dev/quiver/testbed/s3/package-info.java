/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package dev.quiver.testbed.s3;

import org.jspecify.annotations.NullMarked;
