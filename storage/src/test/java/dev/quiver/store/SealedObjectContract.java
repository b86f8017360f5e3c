/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} does with sealed objects. */
interface SealedObjectContract {
    /** The store under test. */
    ObjectStore store();

    /** Another store over the same objects, as another process has it. The test closes it. */
    ObjectStore another() throws Exception;

    /** How many staged or sealed objects the backend still holds bytes of. */
    int leftovers() throws Exception;

    private SealedObject sealed(String key, byte[] content) throws StoreException {
        try (StagedObject staged = store().stage(key)) {
            staged.write(content, 0, content.length);
            return staged.seal();
        }
    }

    private StoredObject stat(String key) throws StoreException {
        return Objects.requireNonNull(store().stat(key), () -> "no object " + key);
    }

    private byte[] content(String key) throws StoreException {
        return store().read(key, 0, (int) stat(key).bytes());
    }

    @Test
    default void aSealedObjectIsInvisibleAndOutlivesItsHandle() throws Exception {
        byte[] content = ObjectStoreContract.bytes(11 << 20, 1);
        SealedObject sealed = sealed("logs/1", content);
        assertThat(sealed.key()).isEqualTo("logs/1");
        assertThat(sealed.bytes()).isEqualTo(content.length);
        assertThat(store().stat("logs/1")).isNull();
        assertThat(store().list("")).isEmpty();
        assertThat(leftovers()).isEqualTo(1);
        store().close();
        try (ObjectStore other = another()) {
            other.publish(sealed);
            assertThat(other.read("logs/1", 0, content.length)).isEqualTo(content);
            assertThat(leftovers()).isZero();
        }
    }

    @Test
    default void publishingASealedObjectAgainDoesNothing() throws Exception {
        SealedObject sealed = sealed("logs/1", ObjectStoreContract.bytes(100, 1));
        store().publish(sealed);
        StoredObject first = store().stat("logs/1");
        try (ObjectStore other = another()) {
            other.publish(sealed);
            store().publish(sealed);
            assertThat(other.stat("logs/1")).isEqualTo(first);
        }
        assertThat(content("logs/1")).isEqualTo(ObjectStoreContract.bytes(100, 1));
    }

    @Test
    default void twoSealedObjectsOfOneKeyAreToldApart() throws Exception {
        SealedObject first = sealed("logs/1", ObjectStoreContract.bytes(100, 1));
        SealedObject second = sealed("logs/1", ObjectStoreContract.bytes(100, 2));
        store().publish(first);
        store().publish(second);
        assertThat(content("logs/1")).isEqualTo(ObjectStoreContract.bytes(100, 2));
        assertThatThrownBy(() -> store().publish(first))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isConflict()).isFalse())
                .hasMessageContaining("could not publish ")
                .hasMessageContaining("logs/1");
        assertThat(content("logs/1")).isEqualTo(ObjectStoreContract.bytes(100, 2));
    }

    @Test
    default void anAbortedSealedObjectLeavesNothingAndCannotBePublished() throws Exception {
        SealedObject sealed = sealed("logs/1", ObjectStoreContract.bytes(100, 1));
        store().abort(sealed);
        store().abort(sealed);
        assertThat(leftovers()).isZero();
        assertThatThrownBy(() -> store().publish(sealed))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isGone()).isTrue());
        assertThat(store().stat("logs/1")).isNull();
    }

    @Test
    default void whatWasRemovedAfterItsPublicationIsGone() throws Exception {
        SealedObject sealed = sealed("logs/1", ObjectStoreContract.bytes(100, 1));
        store().publish(sealed);
        store().delete("logs/1");
        assertThatThrownBy(() -> store().publish(sealed))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isGone()).isTrue());
    }

    @Test
    default void anEmptyObjectCanBeSealed() throws Exception {
        store().publish(sealed("logs/1", new byte[0]));
        assertThat(stat("logs/1").bytes()).isZero();
    }

    @Test
    default void sealingEndsTheWriting() throws Exception {
        try (StagedObject staged = store().stage("logs/1")) {
            staged.write(new byte[10], 0, 10);
            SealedObject sealed = staged.seal();
            assertThat(staged.seal()).isEqualTo(sealed);
            assertThatIllegalStateException()
                    .isThrownBy(() -> staged.write(new byte[1], 0, 1))
                    .withMessageContaining("already sealed");
            assertThatIllegalStateException().isThrownBy(staged::publish).withMessageContaining("already sealed");
            store().abort(sealed);
        }
        assertThat(leftovers()).isZero();
    }

    @Test
    default void uploadsCanBeAbortedByKey() throws Exception {
        SealedObject kept = sealed("logs/kept", ObjectStoreContract.bytes(10, 1));
        SealedObject stray = sealed("logs/stray", ObjectStoreContract.bytes(10, 1));
        SealedObject other = sealed("other/stray", ObjectStoreContract.bytes(10, 1));
        ObjectStore.Uploads found = store().uploads("logs/", key -> key.endsWith("stray"));
        SealedObject later = sealed("logs/later/stray", ObjectStoreContract.bytes(10, 1));
        assertThat(found.abort()).isEqualTo(1);
        assertThat(leftovers()).isEqualTo(3);
        store().publish(kept);
        store().publish(other);
        store().publish(later);
        store().abort(stray);
        assertThat(leftovers()).isZero();
    }
}
