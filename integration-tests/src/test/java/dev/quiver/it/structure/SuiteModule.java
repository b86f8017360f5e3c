/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** A module that a plugin archive ships, by its packages; each one may use those it names and nothing else of ours. */
enum SuiteModule {
    CONVERTERS(List.of("dev.quiver.arrow", "dev.quiver.connect"), List.of()),
    STORAGE(List.of("dev.quiver.parquet", "dev.quiver.store"), List.of(CONVERTERS)),
    SINK_PARQUET(List.of("dev.quiver.sink.parquet"), List.of(CONVERTERS, STORAGE)),
    SINK_DUCKDB(List.of("dev.quiver.sink.duckdb"), List.of(CONVERTERS)),
    SOURCE_MERGE(List.of("dev.quiver.source.merge"), List.of(CONVERTERS, STORAGE));

    private final List<String> packages;
    private final List<SuiteModule> mayUse;

    SuiteModule(List<String> packages, List<SuiteModule> mayUse) {
        this.packages = packages;
        this.mayUse = mayUse;
    }

    /** Whether {@code type} is in one of the packages of this module, or below one. */
    boolean contains(JavaClass type) {
        String name = type.getPackageName();
        return packages.stream().anyMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "."));
    }

    /** Whether classes of this module may use {@code type}, which is one of ours. */
    boolean mayUse(JavaClass type) {
        return contains(type) || mayUse.stream().anyMatch(module -> module.contains(type));
    }
}
