/* SPDX-License-Identifier: Apache-2.0 */
/** The built archives on real brokers, workers and object stores. */
@NullMarked
package dev.quiver.it;

import org.jspecify.annotations.NullMarked;
