/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

/** How often a row can be read in the end, whatever fails. */
enum DeliveryGuarantee {
    /** Once. */
    EXACTLY_ONCE,
    /** Once or, after a failure, more often. */
    AT_LEAST_ONCE
}
