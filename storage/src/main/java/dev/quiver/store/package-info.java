/* SPDX-License-Identifier: Apache-2.0 */
/** Object stores: keys, bytes and atomic publication. Nothing here knows Kafka Connect or a file format. */
@NullMarked
package dev.quiver.store;

import org.jspecify.annotations.NullMarked;
