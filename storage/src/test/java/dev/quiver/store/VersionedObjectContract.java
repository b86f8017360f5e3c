/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} does with small objects that several writers change. */
interface VersionedObjectContract {
    /** The store under test. */
    ObjectStore store();

    /** Another store over the same objects, as another process has it. The test closes it. */
    ObjectStore another() throws Exception;

    private String write(String text, @Nullable String expected) throws StoreException {
        return store().writeVersioned("state/1", text.getBytes(UTF_8), expected);
    }

    private VersionedObject read() throws StoreException {
        return Objects.requireNonNull(store().readVersioned("state/1"), "there is no state/1");
    }

    private void assertConflict(String text, @Nullable String expected) {
        assertThatThrownBy(() -> write(text, expected))
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.isConflict()).isTrue();
                    assertThat(e.isRetriable()).isFalse();
                })
                .hasMessageContaining("state/1: somebody else wrote it");
    }

    @Test
    default void nothingIsReadWhereNothingIs() throws Exception {
        assertThat(store().readVersioned("state/1")).isNull();
    }

    @Test
    default void whatWasWrittenIsReadWithItsVersion() throws Exception {
        String version = write("one", null);
        VersionedObject found = read();
        assertThat(found.content()).asString(UTF_8).isEqualTo("one");
        assertThat(found.version()).isEqualTo(version);
        assertThat(Objects.requireNonNull(store().stat("state/1")).bytes()).isEqualTo(3);
    }

    @Test
    default void onlyTheExpectedVersionIsReplaced() throws Exception {
        String first = write("one", null);
        String second = write("two", first);
        assertConflict("three", first);
        assertConflict("three", null);
        assertThat(read().content()).asString(UTF_8).isEqualTo("two");
        assertThat(write("three", second)).isNotEqualTo(second);
    }

    @Test
    default void aDeletedObjectHasNoVersion() throws Exception {
        String first = write("one", null);
        store().delete("state/1");
        assertConflict("two", first);
        write("two", null);
    }

    @Test
    default void aRepeatedWriteSucceeds() throws Exception {
        String first = write("one", null);
        assertThat(write("one", null)).isEqualTo(first);
        String second = write("two", first);
        assertThat(write("two", first)).isEqualTo(second);
    }

    @Test
    default void anObjectThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> store().writeVersioned("state/1", new byte[VersionedObject.BYTES_MAX + 1], null))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("are more than " + VersionedObject.BYTES_MAX);
    }

    /** Of several writers that start from one version exactly one wins, round after round. */
    @Test
    default void oneOfManyWritersWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ObjectStore other = another()) {
            String version = write("start", null);
            for (int round = 0; round < 10; round++) {
                String expected = version;
                List<Future<@Nullable String>> results = new ArrayList<>();
                for (int writer = 0; writer < 4; writer++) {
                    byte[] content = (round + " " + writer).getBytes(UTF_8);
                    ObjectStore mine = writer % 2 == 0 ? store() : other;
                    results.add(threads.submit(() -> attempt(mine, content, expected)));
                }
                List<String> won = new ArrayList<>();
                for (Future<@Nullable String> result : results) {
                    String written = result.get();
                    if (written != null) {
                        won.add(written);
                    }
                }
                assertThat(won).hasSize(1);
                version = won.get(0);
                assertThat(read().version()).isEqualTo(version);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static @Nullable String attempt(ObjectStore store, byte[] content, String expected) throws StoreException {
        while (true) {
            try {
                return store.writeVersioned("state/1", content, expected);
            } catch (StoreException e) {
                if (e.isConflict()) {
                    return null;
                }
                if (!e.isRetriable()) {
                    throw e;
                }
            }
        }
    }
}
