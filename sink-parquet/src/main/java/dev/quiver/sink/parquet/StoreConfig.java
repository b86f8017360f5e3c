/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

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

/** Where files go and how the store is reached. */
sealed interface StoreConfig {
    Setting<String> STORE_URI = Setting.required(
            S3Settings.GROUP,
            "store.uri",
            "Where files go: s3://bucket/prefix, or file:///directory for a file system that all workers share.");
    Setting<Boolean> FILE_SYNC = Setting.flag(
            S3Settings.GROUP,
            "file.sync",
            true,
            "Whether a file counts as published only when it would survive a crash of the machine; file:// only.");
    Setting<ChecksumMode> CHECKSUMS = Setting.oneOf(
            S3Settings.GROUP,
            "s3.checksums",
            ChecksumMode.class,
            ChecksumMode.WHEN_SUPPORTED,
            "Whether uploads carry checksums wherever S3 knows them, or only where it insists: when-required is for"
                    + " servers that refuse them, such as older Ceph.");
    Setting<Integer> PART_BYTES = Setting.number(
            S3Settings.GROUP,
            "s3.part.bytes",
            5 << 20,
            1 << 30,
            8 << 20,
            "Bytes of one part of an upload in parts. Smaller files are one request under at-least-once.");
    Setting<Integer> PARTS_IN_FLIGHT_MAX = Setting.number(
            S3Settings.GROUP, "s3.parts.in.flight.max", 1, 256, 16, "Parts that one task uploads at the same time.");
    /** All settings of a store. */
    static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(List.of(STORE_URI, FILE_SYNC));
        all.addAll(S3Settings.all());
        all.addAll(List.of(CHECKSUMS, PART_BYTES, PARTS_IN_FLIGHT_MAX));
        all.addAll(FileTags.settings());
        return List.copyOf(all);
    }

    /** The store, of which nothing is asked yet; the caller closes it. */
    @MustBeClosed
    ObjectStore open() throws StoreException;

    /**
     * Finds out whether {@code store}, which is this one, lets us in.
     *
     * @throws StoreException if not, or if it does not answer
     */
    default void check(ObjectStore store) throws StoreException {
        if (store instanceof S3Store bucket) {
            bucket.checkAccess();
        }
    }

    /** A directory. */
    record Directory(StoreUri.Directory location, boolean sync) implements StoreConfig {
        @Override
        @MustBeClosed
        public ObjectStore open() throws StoreException {
            return FileStore.open(location.path(), sync);
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
            return new Directory(directory, FILE_SYNC.in(values));
        }
        S3Transfer transfer = new S3Transfer(PART_BYTES.in(values), PARTS_IN_FLIGHT_MAX.in(values));
        return new Bucket(S3Settings.options((StoreUri.S3) uri, CHECKSUMS.in(values), transfer, values));
    }
}
