/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it.structure;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/** A module that a plugin archive ships, by its packages. */
enum SuiteModule {
    ARROW_IPC,
    CONVERTERS,
    STORAGE,
    STORE_SETTINGS,
    SINK_PARQUET,
    SINK_DUCKDB,
    SOURCE_MERGE;

    private List<String> packages() {
        return switch (this) {
            case ARROW_IPC -> List.of("dev.quiver.ipc");
            case CONVERTERS ->
                List.of(
                        "dev.quiver.arrow",
                        "dev.quiver.avro",
                        "dev.quiver.connect",
                        "dev.quiver.converter",
                        "dev.quiver.registry");
            case STORAGE -> List.of("dev.quiver.parquet", "dev.quiver.store");
            case STORE_SETTINGS -> List.of("dev.quiver.settings");
            case SINK_PARQUET -> List.of("dev.quiver.sink.parquet");
            case SINK_DUCKDB -> List.of("dev.quiver.sink.duckdb");
            case SOURCE_MERGE -> List.of("dev.quiver.source.merge");
        };
    }

    /** The modules that this one may use; nothing else of ours. */
    private Set<SuiteModule> below() {
        return switch (this) {
            case ARROW_IPC -> Set.of();
            case CONVERTERS -> Set.of(ARROW_IPC);
            case STORAGE, SINK_DUCKDB -> Set.of(ARROW_IPC, CONVERTERS);
            case STORE_SETTINGS -> Set.of(ARROW_IPC, CONVERTERS, STORAGE);
            case SINK_PARQUET, SOURCE_MERGE -> Set.of(ARROW_IPC, CONVERTERS, STORAGE, STORE_SETTINGS);
        };
    }

    /** Whether {@code type} is in one of the packages of this module, or below one. */
    boolean contains(JavaClass type) {
        String name = type.getPackageName();
        return packages().stream().anyMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "."));
    }

    /** Whether classes of this module may use {@code type}, which is one of ours. */
    boolean mayUse(JavaClass type) {
        return contains(type) || below().stream().anyMatch(module -> module.contains(type));
    }
}
