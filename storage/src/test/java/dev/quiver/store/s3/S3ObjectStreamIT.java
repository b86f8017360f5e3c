/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.testbed.faults.Fault;
import dev.quiver.testbed.faults.HttpFaultProxy;
import dev.quiver.testbed.faults.S3Operation;
import java.io.InputStream;
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

/** A stream of an object has the bytes of one version of it, whatever becomes of its connection. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class S3ObjectStreamIT {
    private static final int BYTES = 4 << 20;

    private static S3Fixture s3;

    private HttpFaultProxy proxy;
    private S3Store store;

    @BeforeAll
    @SuppressWarnings("MustBeClosedChecker")
    static void start() {
        s3 = S3Fixture.start("s3-object-stream");
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker")
    void open() {
        String bucket = s3.bucket();
        proxy = HttpFaultProxy.to(s3.endpoint());
        store = S3Store.open(s3.options(bucket, proxy.endpoint()));
    }

    @AfterEach
    void close() {
        store.close();
        proxy.close();
    }

    private static byte[] bytes(long seed) {
        byte[] bytes = new byte[BYTES];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private void put(byte[] content) throws StoreException {
        try (StagedObject staged = store.stage("a")) {
            staged.write(content, 0, content.length);
            staged.publish();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_REPLY", "CUT_REPLY", "SLOW_DOWN"})
    void aStreamGoesOnAfterAFailure(Fault fault) throws Exception {
        put(bytes(1));
        proxy.once(S3Operation.GET_OBJECT, fault);
        try (InputStream stream = store.open("a")) {
            assertThat(stream.readAllBytes()).isEqualTo(bytes(1));
        }
        assertThat(proxy.faultCount(fault)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aStreamGoesOnAfterManyFailures(long seed) throws Exception {
        put(bytes(seed));
        proxy.random(seed, 0.4, Fault.CUT_REPLY, Fault.LOSE_REQUEST, Fault.INTERNAL_ERROR);
        for (int round = 0; round < 12; round++) {
            try (InputStream stream = store.open("a")) {
                assertThat(stream.readAllBytes()).as("seed %d", seed).isEqualTo(bytes(seed));
            }
        }
        assertThat(proxy.faultCount()).as("seed %d", seed).isPositive();
    }

    @Test
    void aStreamNeverGoesOnWithAnotherVersion() throws Exception {
        put(bytes(1));
        proxy.once(S3Operation.GET_OBJECT, Fault.CUT_REPLY);
        try (InputStream stream = store.open("a")) {
            assertThat(stream.read()).isEqualTo(bytes(1)[0] & 0xFF);
            put(bytes(2));
            assertThatThrownBy(stream::readAllBytes)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isConflict()).isTrue())
                    .hasMessageEndingWith("/a: somebody replaced it");
        }
    }

    @Test
    void anInterruptedReaderStops() throws Exception {
        put(bytes(1));
        try (InputStream stream = store.open("a")) {
            assertThat(stream.read()).isEqualTo(bytes(1)[0] & 0xFF);
            Thread.currentThread().interrupt();
            assertThatThrownBy(stream::read)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetriable()).isTrue());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
