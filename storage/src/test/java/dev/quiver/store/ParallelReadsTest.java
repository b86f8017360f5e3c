/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are made, and what becomes of them. */
final class ParallelReadsTest {
    private static final int BYTES = 20 << 20;

    private final byte[] content = ObjectStoreContract.bytes(BYTES, 5);
    private final MemoryStore store = new MemoryStore().put("object", content);
    private final ParallelReads reads = new ParallelReads(store, 4);

    @AfterEach
    void close() {
        reads.close();
        store.close();
    }

    private StoredObject object() throws StoreException {
        return Objects.requireNonNull(store.stat("object"));
    }

    @Test
    void neighboursBecomeOneRequestAndLongSpansSeveral() {
        int gap = ParallelReads.GAP_BYTES_MAX;
        assertThat(ParallelReads.requests(List.of(
                        new ByteSpan(100 + gap, 10),
                        new ByteSpan(0, 100),
                        new ByteSpan(5_000_000, 7),
                        new ByteSpan(9, 0))))
                .containsExactly(new ByteSpan(0, 110 + gap), new ByteSpan(5_000_000, 7));
        assertThat(ParallelReads.requests(List.of(new ByteSpan(0, 100), new ByteSpan(101 + gap, 10))))
                .hasSize(2);
        assertThat(ParallelReads.requests(List.of(new ByteSpan(3, BYTES))))
                .containsExactly(
                        new ByteSpan(3, 8 << 20),
                        new ByteSpan(3 + (8 << 20), 8 << 20),
                        new ByteSpan(3 + (16 << 20), 4 << 20));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everySpanGetsItsBytes(long seed) throws Exception {
        Random random = new Random(seed);
        List<ByteSpan> spans = new ArrayList<>();
        for (int index = 0; index < 40; index++) {
            int length = random.nextInt(4) == 0 ? random.nextInt(9 << 20) : random.nextInt(1000);
            spans.add(new ByteSpan(random.nextInt(BYTES - length), length));
        }
        List<byte[]> found = reads.read(object(), spans);
        for (int index = 0; index < spans.size(); index++) {
            ByteSpan span = spans.get(index);
            assertThat(found.get(index)).isEqualTo(Arrays.copyOfRange(content, (int) span.offset(), (int) span.end()));
        }
    }

    @Test
    void aStreamBringsEverythingInOrder() throws Exception {
        for (int ahead : List.of(1, 3, 10)) {
            try (InputStream stream = reads.stream(object(), 17, BYTES - 5, ahead)) {
                assertThat(stream.read()).isEqualTo(content[17] & 0xFF);
                assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 18, BYTES - 5));
                assertThat(stream.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aStreamReadsNoFurtherAheadThanItMay() throws Exception {
        try (InputStream stream = reads.stream(object(), 0, BYTES, 2)) {
            assertThat(stream.read()).isEqualTo(content[0] & 0xFF);
        }
        assertThat(store.calls(Operation.READ)).isLessThanOrEqualTo(2);
    }

    /** However often somebody asks, what was lost is never taken for the end. */
    @Test
    void aStreamThatFailedNeverEnds() throws Exception {
        try (InputStream stream = reads.stream(object(), 0, BYTES, 2)) {
            store.failNext(Operation.READ, Failure.RETRIABLE);
            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOf(StoreException.class)
                    .hasMessageEndingWith("scripted failure");
            for (int attempt = 0; attempt < 10; attempt++) {
                assertThatThrownBy(stream::read)
                        .isInstanceOf(StoreException.class)
                        .hasMessageStartingWith("could not go on with object: ");
            }
        }
    }

    @Test
    void aFailureIsThatOfTheStore() throws Exception {
        StoredObject object = object();
        store.failNext(Operation.READ, Failure.RETRIABLE);
        assertThatThrownBy(() -> reads.read(object, List.of(new ByteSpan(0, BYTES))))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isTrue())
                .hasMessageEndingWith("scripted failure");
        assertThat(reads.read(object, List.of(new ByteSpan(0, BYTES))).get(0)).isEqualTo(content);
    }

    @Test
    void anObjectThatWasReplacedIsAConflict() throws Exception {
        StoredObject object = object();
        store.put("object", content);
        assertThatThrownBy(() -> reads.read(object, List.of(new ByteSpan(0, 10))))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isConflict()).isTrue());
    }

    @Test
    void aSpanBeyondTheEndIsRefusedBeforeAnythingIsRead() throws Exception {
        StoredObject object = object();
        assertThatThrownBy(() -> reads.read(object, List.of(new ByteSpan(BYTES - 1, 2))))
                .hasMessage("could not read 2 bytes of object from " + (BYTES - 1) + ": the object has only " + BYTES
                        + " bytes");
        assertThat(store.calls(Operation.READ)).isZero();
    }

    @Test
    void anInterruptedCallGivesUpAndStaysInterrupted() throws Exception {
        StoredObject object = object();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> reads.read(object, List.of(new ByteSpan(0, BYTES))))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isTrue())
                .hasMessage("could not read object: interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void nothingIsReadAfterClosing() throws Exception {
        StoredObject object = object();
        reads.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> reads.read(object, List.of(new ByteSpan(0, 1))))
                .withMessageEndingWith("are already closed");
    }
}
