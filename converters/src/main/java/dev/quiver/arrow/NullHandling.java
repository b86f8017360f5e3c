/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

/** What a null becomes in a field whose schema has a default value. */
public enum NullHandling {
    /** The default value, as most connectors have it. */
    REPLACE_WITH_DEFAULT,
    /** A null. */
    KEEP
}
