/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.VersionedObject;
import dev.quiver.testbed.faults.Fault;
import dev.quiver.testbed.faults.HttpFaultProxy;
import dev.quiver.testbed.faults.S3Operation;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the network and the server do: a commit happens once or not at all, and everybody knows which. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class S3CommitFaultsIT {
    private static final int PART_BYTES = S3Fixture.TRANSFER.partBytes();

    private static S3Fixture s3;

    private String bucket;
    private HttpFaultProxy proxy;
    private S3Store store;

    @BeforeAll
    @SuppressWarnings("MustBeClosedChecker")
    static void start() {
        s3 = S3Fixture.start("s3-commit-faults");
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker")
    void open() {
        bucket = s3.bucket();
        proxy = HttpFaultProxy.to(s3.endpoint());
        store = S3Store.open(s3.options(bucket, proxy.endpoint()));
    }

    @AfterEach
    void close() {
        store.close();
        proxy.close();
        assertThat(s3.openUploads(bucket)).isZero();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private VersionedObject read() throws StoreException {
        return Objects.requireNonNull(store.readVersioned("state"), "there is no state");
    }

    private SealedObject sealed(String key, int size) throws StoreException {
        try (StagedObject staged = store.stage(key)) {
            staged.write(bytes(size), 0, size);
            return staged.seal();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_REPLY", "CUT_REPLY", "SLOW_DOWN"})
    void everyCallOfASealedObjectMayFailOnce(Fault fault) throws Exception {
        proxy.once(S3Operation.UPLOAD_PART, fault);
        proxy.once(S3Operation.COMPLETE_UPLOAD, fault);
        SealedObject sealed = sealed("a", PART_BYTES + 1);
        store.publish(sealed);
        assertThat(proxy.faultCount(fault)).isEqualTo(2);
        proxy.heal();
        assertThat(store.read("a", 0, PART_BYTES + 1)).isEqualTo(bytes(PART_BYTES + 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_REPLY", "CUT_REPLY", "SLOW_DOWN"})
    void everyConditionalWriteMayFailOnce(Fault fault) throws Exception {
        proxy.once(S3Operation.PUT_OBJECT, fault);
        String first = store.writeVersioned("state", "one".getBytes(UTF_8), null);
        proxy.once(S3Operation.PUT_OBJECT, fault);
        String second = store.writeVersioned("state", "two".getBytes(UTF_8), first);
        assertThat(proxy.faultCount(fault)).isEqualTo(2);
        assertThat(read().version()).isEqualTo(second).isNotEqualTo(first);
    }

    /** Our write was performed and its answer lost; then somebody else wrote, so that the repetition is refused. */
    @Test
    void aWriteThatWasPerformedAndReplacedIsAConflict() throws Exception {
        String first = store.writeVersioned("state", "one".getBytes(UTF_8), null);
        String second = store.writeVersioned("state", "two".getBytes(UTF_8), first);
        store.writeVersioned("state", "three".getBytes(UTF_8), second);
        assertThatThrownBy(() -> store.writeVersioned("state", "two".getBytes(UTF_8), first))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isConflict()).isTrue());
        assertThat(read().content()).asString(UTF_8).isEqualTo("three");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aChainOfWritesNeverBreaks(long seed) throws Exception {
        proxy.random(seed, 0.3, Fault.SLOW_DOWN, Fault.LOSE_REPLY, Fault.LOSE_REQUEST, Fault.INTERNAL_ERROR);
        String version = null;
        for (int i = 0; i < 30; i++) {
            version = store.writeVersioned("state", Integer.toString(i).getBytes(UTF_8), version);
        }
        proxy.heal();
        assertThat(read().content()).asString(UTF_8).isEqualTo("29");
        assertThat(proxy.faultCount()).as("seed %d", seed).isPositive();
    }

    @Test
    void anUploadThatTheLifecycleRemovedCannotBePublished() throws Exception {
        SealedObject sealed = sealed("a", 10);
        assertThat(store.uploads("", "a"::equals).abort()).isEqualTo(1);
        assertThatThrownBy(() -> store.publish(sealed))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("could not publish ");
        assertThat(store.stat("a")).isNull();
    }
}
