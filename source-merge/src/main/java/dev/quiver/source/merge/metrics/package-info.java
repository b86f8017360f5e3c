/* SPDX-License-Identifier: Apache-2.0 */
/** What JMX shows of a task. */
@NullMarked
package dev.quiver.source.merge.metrics;

import org.jspecify.annotations.NullMarked;
