/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import org.junit.jupiter.api.Test;

/** The store in memory keeps the contract, and fails when it is told to. */
final class MemoryStoreTest extends ObjectStoreContract {
    private MemoryStore memory = new MemoryStore();

    @Override
    @MustBeClosed
    protected ObjectStore open() {
        memory = new MemoryStore();
        return memory;
    }

    @Override
    @MustBeClosed
    public ObjectStore another() {
        return memory.another();
    }

    @Override
    public int leftovers() {
        return memory.openCount() + memory.sealedKeys().size();
    }

    @Override
    protected int partBytes() {
        return 1000;
    }

    @Test
    void aRetriableFailureHappensOnceAndDoesNothing() throws Exception {
        memory.failNext(Operation.PUBLISH, Failure.RETRIABLE);
        try (StagedObject staged = memory.stage("a")) {
            assertThatThrownBy(staged::publish)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetriable()).isTrue())
                    .hasMessage("could not publish a: scripted failure");
            assertThat(memory.keys()).isEmpty();
            staged.publish();
        }
        assertThat(memory.keys()).containsExactly("a");
        assertThat(memory.calls(Operation.PUBLISH)).isEqualTo(2);
    }

    @Test
    void aLostAnswerHappensAfterTheFact() throws Exception {
        memory.fail(Operation.PUBLISH, 2, Failure.ANSWER_LOST);
        put("a", new byte[1]);
        try (StagedObject staged = memory.stage("b")) {
            assertThatThrownBy(staged::publish).hasMessage("could not publish b: scripted loss of the answer");
            assertThat(memory.keys()).containsExactly("a", "b");
            StoredObject published = memory.stat("b");
            staged.publish();
            assertThat(memory.stat("b")).isEqualTo(published);
        }
    }

    @Test
    void anObjectWithAFailedWriteIsLost() throws Exception {
        memory.fail(Operation.WRITE, 2, Failure.PERMANENT);
        try (StagedObject staged = memory.stage("a")) {
            staged.write(new byte[1], 0, 1);
            assertThatThrownBy(() -> staged.write(new byte[1], 0, 1)).hasMessage("could not write a: scripted failure");
            assertThatThrownBy(staged::publish)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetriable()).isFalse())
                    .hasMessage("could not go on with a: could not write a: scripted failure");
        }
        assertThat(memory.keys()).isEmpty();
        assertThat(memory.openCount()).isZero();
    }
}
