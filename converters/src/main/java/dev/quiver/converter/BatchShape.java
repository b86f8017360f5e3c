/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

/** What the rows of one Kafka record become in Connect. It never depends on how many there are. */
enum BatchShape {
    /** A list of structs, which are made when they are asked for. */
    ARRAY,
    /** A struct, or the value that {@code fromConnectData} was given: there must be exactly one row. */
    STRUCT,
    /** The bytes as they are, checked. */
    BYTES
}
