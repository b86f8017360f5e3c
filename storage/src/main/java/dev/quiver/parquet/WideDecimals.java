/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/** What becomes of decimals of more than 38 digits, which few readers take. */
public enum WideDecimals {
    /** They stay decimals, in byte strings of one length; the format has no limit. */
    DECIMAL,
    /** They become text such as {@code -12.50}, always with all digits of their scale. */
    TEXT,
    /** A file with such a column is refused. */
    REFUSE
}
