/* SPDX-License-Identifier: Apache-2.0 */
/** Rules that hold for the sources, the classes and the documents of the whole suite. No test here needs a server. */
@NullMarked
package dev.quiver.it.structure;

import org.jspecify.annotations.NullMarked;
