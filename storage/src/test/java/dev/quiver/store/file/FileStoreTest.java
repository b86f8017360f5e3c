/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.ObjectStoreContract;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files keep the contract, and never show half an object. */
final class FileStoreTest extends ObjectStoreContract {
    @TempDir
    private Path directory;

    @Override
    @MustBeClosed
    protected ObjectStore open() throws StoreException {
        return FileStore.open(directory.resolve("root"), true);
    }

    @Override
    public int leftovers() throws IOException {
        // A sealed file has another beside it that tells its key.
        return (int) staged().stream()
                .map(file -> file.toString().replace(SealedFiles.KEY_SUFFIX, ""))
                .distinct()
                .count();
    }

    @Override
    protected int partBytes() {
        return 20_000;
    }

    @Override
    protected boolean canNestBelowObjects() {
        return false;
    }

    private Path root() {
        return directory.resolve("root");
    }

    private List<Path> staged() throws IOException {
        Path staging = root().resolve(FileStore.STAGING);
        if (!Files.exists(staging)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(staging)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(VersionedFiles.LOCK_PREFIX))
                    .toList();
        }
    }

    @Test
    void openingAndReadingCreateNothing() throws Exception {
        assertThat(store().list("logs/")).isEmpty();
        assertThat(root()).doesNotExist();
    }

    @Test
    void filesOfOthersAreObjects() throws Exception {
        Files.createDirectories(root().resolve("logs"));
        Files.writeString(root().resolve("logs/1"), "abc");
        assertThat(content("logs/1")).asString().isEqualTo("abc");
        assertThat(store().list("")).hasSize(1);
    }

    @Test
    void nothingIsBelowAFile() throws Exception {
        put("logs/1", new byte[1]);
        assertThat(store().stat("logs/1/2")).isNull();
        store().delete("logs/1/2");
        assertThat(store().list("logs/1/")).isEmpty();
    }

    @Test
    void linkedDirectoriesAreListed() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("1"), "abc");
        Files.createDirectories(root());
        Files.createSymbolicLink(root().resolve("logs"), elsewhere);
        Files.createSymbolicLink(root().resolve("dangling"), directory.resolve("nowhere"));
        assertThat(store().list("")).containsExactly(store().stat("logs/1"));
    }

    @Test
    void theStagingDirectoryIsNoPlaceForKeys() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stageUnchecked(".quiver-staging/1"))
                .withMessage("key '.quiver-staging/1' lies in the staging directory");
    }

    @Test
    void anObjectBelowAnObjectIsAPermanentFailure() throws Exception {
        put("logs", new byte[1]);
        assertThatThrownBy(() -> put("logs/1", new byte[1])).satisfies(FileStoreTest::isPermanent);
        assertThat(leftovers()).isZero();
    }

    @Test
    void anObjectAboveObjectsIsAPermanentFailure() throws Exception {
        put("logs/1", new byte[1]);
        assertThatThrownBy(() -> put("logs", new byte[1]))
                .satisfies(FileStoreTest::isPermanent)
                .hasMessageStartingWith("could not publish logs: ");
        assertThat(content("logs/1")).hasSize(1);
        assertThat(leftovers()).isZero();
    }

    /** The device that is always full refuses every byte when it is written out. */
    @Test
    void aFullDiskLosesTheObjectAndShowsNothing() throws Exception {
        Path full = Files.createSymbolicLink(directory.resolve("full"), Path.of("/dev/full"));
        try (StagedFile staged =
                new StagedFile("logs/1", full, root().resolve("logs/1"), new Directories(true), unused -> {})) {
            assertThatThrownBy(() -> staged.write(new byte[100_000], 0, 100_000))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetriable()).isTrue())
                    .hasMessage("could not write logs/1 at byte 0: No space left on device");
            assertThatThrownBy(staged::publish)
                    .isInstanceOf(StoreException.class)
                    .hasMessage("could not go on with logs/1: could not write logs/1 at byte 0: "
                            + "No space left on device");
        }
        assertThat(full).doesNotExist();
        assertThat(store().list("")).isEmpty();
    }

    @Test
    void publicationThatFailedIsTriedAgain() throws Exception {
        Files.createDirectories(root());
        Files.writeString(root().resolve("logs"), "in the way");
        try (StagedObject staged = store().stage("logs/1")) {
            staged.write(new byte[3], 0, 3);
            assertThatThrownBy(staged::publish).hasMessageStartingWith("could not publish logs/1: ");
            Files.delete(root().resolve("logs"));
            staged.publish();
        }
        assertThat(content("logs/1")).hasSize(3);
    }

    @Test
    void whatDeadProcessesStagedIsRemovedAfterADay() throws Exception {
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        Path staging = Files.createDirectories(root().resolve(FileStore.STAGING));
        Path old = Files.writeString(staging.resolve("old"), "x");
        Path young = Files.writeString(staging.resolve("young"), "x");
        Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(young, FileTime.from(now.minus(Duration.ofHours(23))));
        try (FileStore again = FileStore.open(root(), true, Clock.fixed(now, ZoneOffset.UTC))) {
            assertThat(again.list("")).isEmpty();
        }
        assertThat(staged()).containsExactly(young);
    }

    @Test
    void aFileIsNoRoot() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> FileStore.open(file, true).close())
                .satisfies(FileStoreTest::isPermanent)
                .hasMessage("could not open file://" + file + ": it is not a directory");
    }

    @Test
    void withoutSyncingItIsTheSameStore() throws Exception {
        try (FileStore fast = FileStore.open(root(), false);
                StagedObject staged = fast.stage("a/b/c")) {
            staged.write(new byte[5], 0, 5);
            staged.publish();
        }
        assertThat(content("a/b/c")).hasSize(5);
    }

    private static void isPermanent(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isFalse());
    }
}
