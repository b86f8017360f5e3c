/* SPDX-License-Identifier: Apache-2.0 */
/** Objects as files below one directory. */
@NullMarked
package dev.quiver.store.file;

import org.jspecify.annotations.NullMarked;
