/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

/**
 * How schemas of Connect and of Avro become each other.
 *
 * @param isEnhanced whether enumerations stay enumerations, and fields of unions have full names
 * @param hasMetaData whether what only Connect knows is written into Avro schemas, and read from them
 * @param isSumTypeGeneralized whether unions and enumerations have the form that other formats share
 * @param keepsNulls whether a null is written as such although its field has a default value
 * @param scrubsNames whether names that Avro does not allow are made valid
 * @param keepsFieldDocOnly whether documentation and defaults are those of Avro's fields alone
 * @param mayKeysBeOptional whether a map with optional text keys becomes an Avro map
 * @param flattensSingletons whether a union of one type is that type
 */
public record AvroOptions(
        boolean isEnhanced,
        boolean hasMetaData,
        boolean isSumTypeGeneralized,
        boolean keepsNulls,
        boolean scrubsNames,
        boolean keepsFieldDocOnly,
        boolean mayKeysBeOptional,
        boolean flattensSingletons) {
    /** What applies when nobody says otherwise. */
    public static final AvroOptions DEFAULTS = new AvroOptions(false, true, false, false, false, false, false, true);
}
