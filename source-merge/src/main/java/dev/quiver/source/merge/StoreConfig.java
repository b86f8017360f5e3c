/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.connect.Setting;
import dev.quiver.settings.S3Settings;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoreUri;
import dev.quiver.store.file.FileStore;
import dev.quiver.store.s3.ChecksumMode;
import dev.quiver.store.s3.S3Options;
import dev.quiver.store.s3.S3Store;
import dev.quiver.store.s3.S3Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where files are and how the store is reached. */
sealed interface StoreConfig {
    Setting<String> STORE_URI = Setting.required(
            S3Settings.GROUP,
            "store.uri",
            "Where the directories of the tables are: s3://bucket/prefix, or file:///directory for a file system that"
                    + " all workers share.");

    /** All settings of a store. */
    static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(List.of(STORE_URI));
        all.addAll(S3Settings.all());
        return List.copyOf(all);
    }

    /** The store, of which nothing is asked yet; the caller closes it. */
    @MustBeClosed
    ObjectStore open() throws StoreException;

    /** A directory. */
    record Directory(StoreUri.Directory location) implements StoreConfig {
        @Override
        @MustBeClosed
        public ObjectStore open() throws StoreException {
            return FileStore.open(location.path(), false);
        }
    }

    /** A bucket. */
    record Bucket(S3Options options) implements StoreConfig {
        @Override
        @MustBeClosed
        public ObjectStore open() throws StoreException {
            return S3Store.open(options);
        }
    }

    /**
     * Reads the settings of a store.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    static StoreConfig of(Map<String, Object> values) {
        StoreUri uri = S3Settings.uri(STORE_URI, values);
        if (uri instanceof StoreUri.Directory directory) {
            return new Directory(directory);
        }
        return new Bucket(
                S3Settings.options((StoreUri.S3) uri, ChecksumMode.WHEN_REQUIRED, S3Transfer.DEFAULT, values));
    }
}
