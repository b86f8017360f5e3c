/* SPDX-License-Identifier: Apache-2.0 */
/** What every Quiver connector needs of Kafka Connect: settings, record coordinates, poison records, versions. */
@NullMarked
package dev.quiver.connect;

import org.jspecify.annotations.NullMarked;
