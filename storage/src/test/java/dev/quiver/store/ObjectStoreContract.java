/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ObjectStore} does. A backend's test extends it and says how its store is opened. */
public abstract class ObjectStoreContract implements SealedObjectContract, VersionedObjectContract, ObjectLifeContract {
    private ObjectStore store;

    /** An empty store. The test closes it. */
    @MustBeClosed
    protected abstract ObjectStore open() throws Exception;

    /** How many staged objects the backend still holds bytes of. */
    @Override
    public abstract int leftovers() throws Exception;

    @Override
    @MustBeClosed
    public ObjectStore another() throws Exception {
        return open();
    }

    /** The size at which an object is cut into parts. */
    protected int partBytes() {
        return 5 * 1024 * 1024;
    }

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker")
    final void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    /** The store under test. */
    @Override
    public final ObjectStore store() {
        return store;
    }

    /** Publishes {@code content} under {@code key}. */
    protected final void put(String key, byte[] content) throws StoreException {
        try (StagedObject staged = store.stage(key)) {
            staged.write(content, 0, content.length);
            staged.publish();
        }
    }

    /** All bytes of the object under {@code key}. */
    protected final byte[] content(String key) throws StoreException {
        return store.read(key, 0, (int) stat(key).bytes());
    }

    /** {@code count} bytes that {@code seed} determines. */
    protected static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private StoredObject stat(String key) throws StoreException {
        StoredObject object = store.stat(key);
        return Objects.requireNonNull(object, () -> "no object " + key);
    }

    private List<String> keys(String prefix) throws StoreException {
        return store.list(prefix).stream().map(StoredObject::key).toList();
    }

    @Test
    void anEmptyStoreListsNothing() throws Exception {
        assertThat(store.list("")).isEmpty();
        assertThat(store.list("logs/")).isEmpty();
    }

    @Test
    void keysAreListedInTheOrderOfTheirUtf8Bytes() throws Exception {
        List<String> keys = List.of("a", "a-b", "a/b", "a0", "b/c/d", "b/e", "\uff5e", "\ud83d\ude00");
        List<String> possible = canNestBelowObjects()
                ? keys
                : keys.stream().filter(key -> !key.equals("a")).toList();
        for (int i = possible.size() - 1; i >= 0; i--) {
            put(possible.get(i), bytes(i, i));
        }
        assertThat(keys("")).containsExactlyElementsOf(possible);
    }

    /** Whether {@code a} and {@code a/b} can both be objects. */
    protected boolean canNestBelowObjects() {
        return true;
    }

    @Test
    void aPrefixNeedNotEndAtASlash() throws Exception {
        for (String key : List.of("logs/1", "logs/10", "logs/2", "logs1/1", "other/logs/1")) {
            put(key, new byte[0]);
        }
        assertThat(keys("logs/")).containsExactly("logs/1", "logs/10", "logs/2");
        assertThat(keys("logs/1")).containsExactly("logs/1", "logs/10");
        assertThat(keys("logs")).containsExactly("logs/1", "logs/10", "logs/2", "logs1/1");
        assertThat(keys("nothing")).isEmpty();
        assertThat(keys("logs/1/")).isEmpty();
    }

    @Test
    void aListingTellsWhatStatTells() throws Exception {
        put("logs/1", bytes(10, 1));
        assertThat(store.list("logs/")).containsExactly(stat("logs/1"));
        assertThat(stat("logs/1").bytes()).isEqualTo(10);
    }

    @Test
    void statOfNothingIsNull() throws Exception {
        put("logs/1", bytes(1, 1));
        assertThat(store.stat("other")).isNull();
        assertThat(store.stat("logs")).isNull();
    }

    @Test
    void aReplacementChangesTheVersion() throws Exception {
        put("a", bytes(10, 1));
        String before = stat("a").version();
        assertThat(stat("a").version()).isEqualTo(before);
        put("a", bytes(10, 2));
        assertThat(stat("a").version()).isNotEqualTo(before);
        assertThat(content("a")).isEqualTo(bytes(10, 2));
    }

    @Test
    void anyRangeCanBeRead() throws Exception {
        put("a", "0123456789".getBytes(StandardCharsets.UTF_8));
        assertThat(store.read("a", 0, 10)).asString().isEqualTo("0123456789");
        assertThat(store.read("a", 3, 4)).asString().isEqualTo("3456");
        assertThat(store.read("a", 9, 1)).asString().isEqualTo("9");
        assertThat(store.read("a", 4, 0)).isEmpty();
        assertThat(store.read("a", 10, 0)).isEmpty();
    }

    @Test
    void aRangeBeyondTheEndIsAPermanentFailure() throws Exception {
        put("a", bytes(10, 1));
        assertRefusedRead("a", 0, 11);
        assertRefusedRead("a", 9, 2);
        assertRefusedRead("a", 10, 1);
        assertRefusedRead("a", 11, 0);
        assertRefusedRead("a", Long.MAX_VALUE - 1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> store.read("a", -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.read("a", 0, -1));
    }

    @Test
    void readingNothingIsAPermanentFailure() {
        assertRefusedRead("a", 0, 1);
        assertRefusedRead("a", 0, 0);
    }

    private void assertRefusedRead(String key, long offset, int length) {
        assertThatThrownBy(() -> store.read(key, offset, length))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isFalse())
                .hasMessageStartingWith("could not read " + length + " bytes of ")
                .hasMessageContaining(key + " from " + offset + ": ");
    }

    @Test
    void nothingIsVisibleBeforePublication() throws Exception {
        try (StagedObject staged = store.stage("logs/1")) {
            byte[] content = bytes(2 * partBytes() + 1, 1);
            staged.write(content, 0, content.length);
            assertThat(staged.position()).isEqualTo(content.length);
            assertThat(store.stat("logs/1")).isNull();
            assertThat(store.list("")).isEmpty();
            staged.publish();
            assertThat(keys("")).containsExactly("logs/1");
        }
        assertThat(content("logs/1")).isEqualTo(bytes(2 * partBytes() + 1, 1));
        assertThat(leftovers()).isZero();
    }

    @Test
    void anObjectThatIsNotPublishedLeavesNothing() throws Exception {
        put("kept", bytes(3, 1));
        for (int size : List.of(0, 1, 2 * partBytes() + 1)) {
            try (StagedObject staged = store.stage("kept")) {
                staged.write(bytes(size, 2), 0, size);
            }
        }
        assertThat(content("kept")).isEqualTo(bytes(3, 1));
        assertThat(keys("")).containsExactly("kept");
        assertThat(leftovers()).isZero();
    }

    @Test
    void publishingAgainDoesNothing() throws Exception {
        try (StagedObject staged = store.stage("a")) {
            staged.write(bytes(10, 1), 0, 10);
            staged.publish();
            StoredObject first = stat("a");
            staged.publish();
            assertThat(stat("a")).isEqualTo(first);
            assertThatIllegalStateException().isThrownBy(() -> staged.write(new byte[1], 0, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void sizesAroundAPartSurvive(int beyond) throws Exception {
        byte[] content = bytes(partBytes() + beyond, beyond);
        put("a", content);
        assertThat(content("a")).isEqualTo(content);
    }

    @Test
    void smallAndLargeObjectsSurviveBeingWrittenInPieces() throws Exception {
        for (int size : List.of(0, 1, 3 * partBytes())) {
            byte[] content = bytes(size, size);
            Random random = new Random(size);
            try (StagedObject staged = store.stage("logs/" + size)) {
                for (int at = 0; at < size; ) {
                    int length = Math.min(size - at, random.nextInt(partBytes() / 3));
                    staged.write(content, at, length);
                    at += length;
                }
                staged.publish();
            }
            assertThat(content("logs/" + size)).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "100%",
                "%2F",
                "a+b=c&d",
                "day=2026-11-20/hour=09/x.parquet",
                "q?x#y",
                "~'\"!*()[]{}",
                "\u00fcml\u00e4ut/\u65e5\u672c/\ud83d\ude00",
                "back\\slash",
                "..a/b..",
                ".hidden",
                "semi;colon:at@"
            })
    void oddKeysAreTakenLiterally(String key) throws Exception {
        put(key, key.getBytes(StandardCharsets.UTF_8));
        assertThat(keys("")).containsExactly(key);
        assertThat(keys(key)).containsExactly(key);
        assertThat(content(key)).asString(StandardCharsets.UTF_8).isEqualTo(key);
        store.delete(key);
        assertThat(store.stat(key)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\nb", "a\u0000"})
    void keysThatBreakTheRulesAreRefused(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.stat(key))
                .withMessageStartingWith("key '" + key + "' ");
        assertThatIllegalArgumentException().isThrownBy(() -> store.read(key, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(key));
        assertThatIllegalArgumentException().isThrownBy(() -> stageUnchecked(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "../", "a/../", "a//"})
    void prefixesThatNoKeyHasAreRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.list(prefix))
                .withMessageStartingWith("prefix '" + prefix + "' ");
    }

    @Test
    void deletingIsIdempotent() throws Exception {
        put("logs/1", bytes(1, 1));
        put("logs/2", bytes(1, 1));
        store.delete("logs/1");
        store.delete("logs/1");
        store.delete("logs");
        assertThat(keys("")).containsExactly("logs/2");
    }

    /** One thread holds many objects open, as a task with many output partitions does. */
    @Test
    void manyObjectsCanBeOpenAtOnce() throws Exception {
        List<StagedObject> open = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                open.add(stageUnchecked("logs/" + i));
                open.get(i).write(bytes(1000 + i, i), 0, 1000 + i);
            }
            for (StagedObject staged : open) {
                staged.publish();
            }
        } finally {
            open.forEach(StagedObject::close);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(content("logs/" + i)).isEqualTo(bytes(1000 + i, i));
        }
        assertThat(leftovers()).isZero();
    }

    /** A staged object that the test closes in a way the compiler does not see. */
    @SuppressWarnings("MustBeClosedChecker")
    protected final StagedObject stageUnchecked(String key) throws StoreException {
        return store.stage(key);
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int seed = i;
                int size = i % 4 == 0 ? partBytes() + seed : 100_000 + seed;
                done.add(threads.submit(() -> {
                    put("logs/" + seed, bytes(size, seed));
                    return assertThat(content("logs/" + seed)).isEqualTo(bytes(size, seed));
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(keys("logs/")).hasSize(8);
    }

    @Test
    void aClosedStagedObjectIsNotUsedAgain() throws Exception {
        StagedObject staged = stageUnchecked("logs/1");
        staged.write(new byte[1], 0, 1);
        staged.close();
        assertThatCode(staged::close).doesNotThrowAnyException();
        assertThatIllegalStateException()
                .isThrownBy(() -> staged.write(new byte[1], 0, 1))
                .withMessageContaining("logs/1 is already closed");
        assertThatIllegalStateException().isThrownBy(staged::publish);
        assertThatIllegalStateException().isThrownBy(staged::position);
    }

    @Test
    void aClosedStoreAbortsWhatIsOpenAndIsNotUsedAgain() throws Exception {
        StagedObject small = stageUnchecked("logs/1");
        small.write(new byte[1], 0, 1);
        StagedObject large = stageUnchecked("logs/2");
        large.write(bytes(2 * partBytes() + 1, 1), 0, 2 * partBytes() + 1);
        store.close();
        assertThatCode(store::close).doesNotThrowAnyException();
        assertThat(leftovers()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> large.write(new byte[1], 0, 1));
        assertThatIllegalStateException().isThrownBy(small::publish);
        assertThatIllegalStateException().isThrownBy(() -> store.list("")).withMessageContaining("is already closed");
        assertThatIllegalStateException().isThrownBy(() -> store.stat("a"));
        assertThatIllegalStateException().isThrownBy(() -> store.read("a", 0, 1));
        assertThatIllegalStateException().isThrownBy(() -> store.delete("a"));
        assertThatIllegalStateException().isThrownBy(() -> stageUnchecked("a"));
        try (ObjectStore again = open()) {
            assertThat(again.list("")).isEmpty();
        }
    }
}
