/* SPDX-License-Identifier: Apache-2.0 */
/** A registry of schemas that is reached over HTTP. Nothing here knows Connect data. */
@NullMarked
package dev.quiver.registry;

import org.jspecify.annotations.NullMarked;
