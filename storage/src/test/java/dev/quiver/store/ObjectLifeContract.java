/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} does with visible objects, beyond reading and writing them. */
interface ObjectLifeContract {
    /** The store under test. */
    ObjectStore store();

    /** How many staged or sealed objects the backend still holds bytes of. */
    int leftovers() throws Exception;

    private void publish(String key, byte[] content) throws StoreException {
        try (StagedObject staged = store().stage(key)) {
            staged.write(content, 0, content.length);
            staged.publish();
        }
    }

    private StoredObject found(String key) throws StoreException {
        return Objects.requireNonNull(store().stat(key), () -> "no object " + key);
    }

    @Test
    default void aListingGoesOnAfterAnyKey() throws Exception {
        List<String> keys = List.of("a/1", "a/1a", "a/2/x", "a/20", "a/2~", "a/3", "b");
        for (String key : keys) {
            publish(key, new byte[1]);
        }
        assertThat(listed("", "", 100)).isEqualTo(keys);
        assertThat(listed("", "", 3)).containsExactly("a/1", "a/1a", "a/2/x");
        assertThat(listed("", "a/2/x", 2)).containsExactly("a/20", "a/2~");
        assertThat(listed("", "a/2", 2)).containsExactly("a/2/x", "a/20");
        assertThat(listed("a/2", "a/2/y", 100)).containsExactly("a/20", "a/2~");
        assertThat(listed("a/", "b", 100)).isEmpty();
        List<String> paged = new ArrayList<>();
        for (List<String> page = listed("a/", "", 2); !page.isEmpty(); page = listed("a/", last(paged), 2)) {
            paged.addAll(page);
        }
        assertThat(paged).isEqualTo(keys.subList(0, 6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().list("", "", 0))
                .withMessage("countMax must be at least 1 but was 0");
    }

    private List<String> listed(String prefix, String after, int countMax) throws StoreException {
        return store().list(prefix, after, countMax).stream()
                .map(StoredObject::key)
                .toList();
    }

    private static String last(List<String> keys) {
        return keys.get(keys.size() - 1);
    }

    @Test
    default void anObjectIsReadFromItsFirstByteToItsLast() throws Exception {
        for (int size : new int[] {0, 1, 70_000, 3 << 20}) {
            byte[] content = ObjectStoreContract.bytes(size, size);
            publish("logs/" + size, content);
            try (InputStream stream = store().open("logs/" + size)) {
                assertThat(stream.readAllBytes()).isEqualTo(content);
                assertThat(stream.read()).isEqualTo(-1);
            }
            try (InputStream stream = store().open("logs/" + size)) {
                assertThat(stream.readNBytes(10)).isEqualTo(Arrays.copyOf(content, Math.min(10, size)));
            }
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // closed, or never opened
    default void anObjectThatIsNotThereIsNotOpened() {
        assertThatThrownBy(() -> store().open("logs/none").close())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isFalse())
                .hasMessageStartingWith("could not read ")
                .hasMessageContaining("logs/none: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store().open("/logs").close());
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // closed, or never opened
    default void aClosedStreamIsNotReadAgain() throws Exception {
        publish("logs/1", new byte[10]);
        InputStream stream = store().open("logs/1");
        stream.close();
        stream.close();
        assertThatIllegalStateException().isThrownBy(stream::read);
    }

    @Test
    default void anObjectIsReadAsItWasFound() throws Exception {
        byte[] content = ObjectStoreContract.bytes(1_000, 1);
        publish("logs/1", content);
        StoredObject object = found("logs/1");
        assertThat(store().read(object, 10, 90)).isEqualTo(Arrays.copyOfRange(content, 10, 100));
        assertThat(store().read(object, 1_000, 0)).isEmpty();
        publish("logs/1", ObjectStoreContract.bytes(1_000, 2));
        assertThatThrownBy(() -> store().read(object, 10, 90))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isConflict()).isTrue())
                .hasMessageStartingWith("could not read ")
                .hasMessageEndingWith(": somebody replaced it");
        store().delete("logs/1");
        assertThatThrownBy(() -> store().read(object, 10, 90))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isFalse());
    }

    @Test
    default void aCopyHasTheBytesOfItsSourceAndReplacesWhatWasThere() throws Exception {
        byte[] content = ObjectStoreContract.bytes(9 << 20, 3);
        publish("from", content);
        publish("to/here", new byte[5]);
        store().copy("from", "to/here");
        assertThat(store().read("to/here", 0, content.length)).isEqualTo(content);
        assertThat(store().read("from", 0, content.length)).isEqualTo(content);
        publish("empty", new byte[0]);
        store().copy("empty", "to/here");
        assertThat(found("to/here").bytes()).isZero();
        assertThat(leftovers()).isZero();
    }

    @Test
    default void whatIsNotThereCannotBeCopied() throws Exception {
        assertThatThrownBy(() -> store().copy("nothing", "to"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isFalse())
                .hasMessageStartingWith("could not copy ")
                .hasMessageEndingWith(": there is no such object");
        assertThat(store().stat("to")).isNull();
    }

    /** Not every store has them, but none minds. */
    @Test
    default void anObjectCanBeTagged() throws Exception {
        publish("tagged", new byte[1]);
        store().tag("tagged", Map.of("start offset", "1", "end+offset", "7/8"));
        assertThat(found("tagged").bytes()).isEqualTo(1);
    }
}
