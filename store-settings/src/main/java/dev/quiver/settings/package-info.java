/* SPDX-License-Identifier: Apache-2.0 */
/** How an operator of a connector says where its object store is: settings of a worker become options of storage. */
@NullMarked
package dev.quiver.settings;

import org.jspecify.annotations.NullMarked;
