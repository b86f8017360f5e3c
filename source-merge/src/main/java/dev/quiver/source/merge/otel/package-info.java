/* SPDX-License-Identifier: Apache-2.0 */
/** What the tables of OpenTelemetry mean, and how merged rows become values of records. */
@NullMarked
package dev.quiver.source.merge.otel;

import org.jspecify.annotations.NullMarked;
