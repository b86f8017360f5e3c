/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.connect;

/** Which build of Quiver this is. */
public final class BuildInfo {
    private BuildInfo() {}

    /** The version in the manifest of the jar that {@code plugin} comes from, or {@code development} outside a jar. */
    public static String version(Class<?> plugin) {
        String version = plugin.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
