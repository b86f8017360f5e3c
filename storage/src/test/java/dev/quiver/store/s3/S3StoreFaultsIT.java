/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoreUri;
import dev.quiver.testbed.faults.Fault;
import dev.quiver.testbed.faults.HttpFaultProxy;
import dev.quiver.testbed.faults.S3Operation;
import dev.quiver.testbed.faults.TcpProxy;
import dev.quiver.testbed.process.Await;
import java.net.URI;
import java.time.Duration;
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

/** Whatever the network and the server do: objects are whole or absent, and no upload is left open. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class S3StoreFaultsIT {
    private static final int PART_BYTES = S3Fixture.TRANSFER.partBytes();
    private static final S3Retry ONE_ATTEMPT = new S3Retry(
            1, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMillis(10), Duration.ofMillis(100));

    private static S3Fixture s3;

    private String bucket;
    private HttpFaultProxy proxy;
    private S3Store store;

    @BeforeAll
    @SuppressWarnings("MustBeClosedChecker")
    static void start() {
        s3 = S3Fixture.start("s3-store-faults");
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
        store = S3Store.open(options());
    }

    @AfterEach
    void close() {
        store.close();
        proxy.close();
        assertThat(s3.openUploads(bucket)).isZero();
    }

    private S3Options options() {
        return s3.options(bucket, proxy.endpoint());
    }

    @SuppressWarnings("MustBeClosedChecker")
    private void reopen(S3Options options) {
        store.close();
        store = S3Store.open(options);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private void put(String key, int size) throws StoreException {
        try (StagedObject staged = store.stage(key)) {
            staged.write(bytes(size), 0, size);
            staged.publish();
        }
    }

    private void assertVisible(String key, int size) throws StoreException {
        proxy.heal();
        assertThat(store.read(key, 0, size)).isEqualTo(bytes(size));
        assertThat(store.list("")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aThrottledStoreIsRiddenOut(long seed) throws Exception {
        proxy.random(seed, 0.2, Fault.SLOW_DOWN, Fault.SERVICE_UNAVAILABLE, Fault.INTERNAL_ERROR);
        int[] sizes = {0, 10, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES};
        for (int size : sizes) {
            put("logs/" + size, size);
        }
        assertThat(store.list("logs/")).hasSize(sizes.length);
        for (int size : sizes) {
            assertThat(store.read("logs/" + size, 0, size)).isEqualTo(bytes(size));
            store.delete("logs/" + size);
        }
        assertThat(proxy.faultCount()).as("seed %d", seed).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void lostConnectionsAreRiddenOut(long seed) throws Exception {
        proxy.random(seed, 0.2, Fault.LOSE_REQUEST);
        for (int i = 0; i < 20; i++) {
            put("a", i);
            assertThat(store.read("a", 0, i)).isEqualTo(bytes(i));
        }
        put("a", 3 * PART_BYTES);
        assertThat(store.read("a", 0, 3 * PART_BYTES)).isEqualTo(bytes(3 * PART_BYTES));
        assertThat(proxy.faultCount()).as("seed %d", seed).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_REPLY", "CUT_REPLY", "SLOW_DOWN"})
    void everyCallOfAnUploadMayFailOnce(Fault fault) throws Exception {
        proxy.once(S3Operation.UPLOAD_PART, fault);
        proxy.once(S3Operation.COMPLETE_UPLOAD, fault);
        proxy.once(S3Operation.GET_OBJECT, fault);
        put("a", 2 * PART_BYTES + 1);
        assertThat(store.read("a", 0, 2 * PART_BYTES + 1)).isEqualTo(bytes(2 * PART_BYTES + 1));
        assertThat(proxy.faultCount(fault)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_REPLY", "CUT_REPLY", "SLOW_DOWN"})
    void everyCallForASmallObjectMayFailOnce(Fault fault) throws Exception {
        proxy.once(S3Operation.PUT_OBJECT, fault);
        proxy.once(S3Operation.LIST_OBJECTS, fault);
        proxy.once(S3Operation.DELETE_OBJECT, fault);
        put("a", 10);
        assertThat(store.list("")).hasSize(1);
        store.delete("a");
        assertThat(store.list("")).isEmpty();
        assertThat(proxy.faultCount(fault)).isEqualTo(3);
    }

    @Test
    void aLostAnswerToAnAbortIsNoProblem() throws Exception {
        proxy.once(S3Operation.ABORT_UPLOAD, Fault.LOSE_REPLY);
        try (StagedObject staged = store.stage("a")) {
            staged.write(bytes(2 * PART_BYTES), 0, 2 * PART_BYTES);
        }
        assertThat(proxy.exchanges(S3Operation.ABORT_UPLOAD)).hasSize(2);
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void aPublicationWhoseAnswerIsLostIsFound() throws Exception {
        reopen(options().withRetry(ONE_ATTEMPT));
        proxy.once(S3Operation.COMPLETE_UPLOAD, Fault.LOSE_REPLY);
        put("a", 2 * PART_BYTES);
        assertThat(proxy.exchanges(S3Operation.HEAD_OBJECT)).hasSize(1);
        assertVisible("a", 2 * PART_BYTES);
    }

    /** Without retries of its own, so that the second publication meets an upload that is gone. */
    @Test
    void publishingAgainAfterALostAnswerSucceeds() throws Exception {
        reopen(options().withRetry(ONE_ATTEMPT));
        proxy.once(S3Operation.COMPLETE_UPLOAD, Fault.LOSE_REPLY);
        proxy.once(S3Operation.HEAD_OBJECT, Fault.LOSE_REQUEST);
        try (StagedObject staged = store.stage("a")) {
            staged.write(bytes(2 * PART_BYTES), 0, 2 * PART_BYTES);
            assertRetriable(staged, "could not publish s3://" + bucket + "/some/prefix/a: ");
            staged.publish();
            staged.publish();
        }
        assertVisible("a", 2 * PART_BYTES);
    }

    @Test
    void partsThatFailedAreSentAgainByTheNextPublication() throws Exception {
        reopen(options().withRetry(ONE_ATTEMPT));
        proxy.script(request -> String.valueOf(request.query()).contains("partNumber=2"), Fault.SLOW_DOWN, 0, 3);
        try (StagedObject staged = store.stage("a")) {
            staged.write(bytes(2 * PART_BYTES), 0, 2 * PART_BYTES);
            assertRetriable(staged, "could not upload part 2 of s3://" + bucket + "/some/prefix/a: 503 SlowDown");
            assertRetriable(staged, "could not upload part 2 of ");
            assertRetriable(staged, "could not upload part 2 of ");
            staged.publish();
        }
        assertVisible("a", 2 * PART_BYTES);
    }

    @Test
    void allPartsOfAnObjectMayFailBeforeItIsPublished() throws Exception {
        reopen(options().withRetry(ONE_ATTEMPT));
        proxy.script(request -> request.operation() == S3Operation.UPLOAD_PART, Fault.SLOW_DOWN, 0, 2);
        try (StagedObject staged = store.stage("a")) {
            staged.write(bytes(2 * PART_BYTES - 1), 0, 2 * PART_BYTES - 1);
            awaitRequests(S3Operation.UPLOAD_PART, 503, 1);
            assertRetriable(staged, "could not upload part 1 of s3://" + bucket + "/some/prefix/a: 503 SlowDown");
            staged.publish();
        }
        assertVisible("a", 2 * PART_BYTES - 1);
    }

    @Test
    void aSmallObjectIsPublishedAgainAfterAFailure() throws Exception {
        reopen(options().withRetry(ONE_ATTEMPT));
        proxy.once(S3Operation.PUT_OBJECT, Fault.LOSE_REPLY);
        try (StagedObject staged = store.stage("a")) {
            staged.write(bytes(10), 0, 10);
            assertRetriable(staged, "could not upload s3://" + bucket + "/some/prefix/a: ");
            staged.publish();
        }
        assertVisible("a", 10);
    }

    @Test
    void aPartThatFailsForGoodLosesTheObject() throws Exception {
        reopen(options().withRetry(ONE_ATTEMPT));
        proxy.always(request -> request.operation() == S3Operation.UPLOAD_PART, Fault.SLOW_DOWN);
        try (StagedObject staged = store.stage("a")) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20; i++) {
                            staged.write(bytes(PART_BYTES), 0, PART_BYTES);
                        }
                    })
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(": 503 SlowDown")
                    .hasMessageEndingWith("(attempt 1 of 1)");
            assertRetriable(staged, "could not go on with s3://" + bucket + "/some/prefix/a: could not upload part ");
        }
        proxy.heal();
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void anUploadThatSomebodyElseAbortedIsWorthAnotherOne() throws Exception {
        try (StagedObject staged = store.stage("a")) {
            staged.write(bytes(2 * PART_BYTES), 0, 2 * PART_BYTES);
            awaitRequests(S3Operation.UPLOAD_PART, 200, 1);
            abortAll();
            assertThatThrownBy(staged::publish)
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetriable()).isTrue())
                    .hasMessageContaining("some/prefix/a: 404 NoSuchUpload");
        }
        assertThat(store.list("")).isEmpty();
    }

    private void awaitRequests(S3Operation operation, int status, int count) {
        while (proxy.exchanges(operation).stream()
                        .filter(request -> request.status() == status)
                        .count()
                < count) {
            Thread.onSpinWait();
        }
    }

    private void abortAll() {
        s3.client()
                .listMultipartUploads(list -> list.bucket(bucket))
                .uploads()
                .forEach(upload -> s3.client()
                        .abortMultipartUpload(
                                abort -> abort.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
    }

    @Test
    void attemptsAreCountedInTheMessage() {
        proxy.always(request -> true, Fault.SLOW_DOWN);
        assertThatThrownBy(() -> store.list("logs/"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isTrue())
                .hasMessageStartingWith("could not list s3://" + bucket + "/some/prefix/logs/: 503 SlowDown")
                .hasMessageEndingWith("(attempt 8 of 8)");
        assertThat(proxy.requestCount()).isEqualTo(8);
    }

    @Test
    void aServerThatNeverAnswersIsARetriableFailure() throws Exception {
        S3Retry impatient = new S3Retry(
                2, Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofMillis(10), Duration.ofMillis(10));
        put("a", 10);
        try (TcpProxy stalled = TcpProxy.to("127.0.0.1", s3.endpoint().getPort());
                S3Store impatientStore = S3Store.open(s3.options(bucket, URI.create("http://" + stalled.address()))
                        .withRetry(impatient))) {
            stalled.stall();
            assertThatThrownBy(() -> impatientStore.read("a", 0, 10))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetriable()).isTrue())
                    .hasMessageEndingWith("from 0: no answer within 300 ms (attempt 2 of 2)");
        }
    }

    @Test
    void aServerThatIsDownIsARetriableFailure() {
        proxy.close();
        assertThatThrownBy(() -> store.checkAccess())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isTrue())
                .hasMessageStartingWith("could not access s3://" + bucket + "/some/prefix: ")
                .hasMessageContaining("Connection refused")
                .hasMessageEndingWith("(attempt 8 of 8)");
    }

    @Test
    void aMissingBucketIsAPermanentFailure() {
        reopen(s3.options("missing", proxy.endpoint()));
        assertThatThrownBy(() -> store.checkAccess())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isFalse())
                .hasMessageStartingWith("could not access s3://missing/some/prefix: 404 NoSuchBucket");
        assertThat(proxy.requestCount()).isEqualTo(1);
    }

    @Test
    void aWrongSecretIsAPermanentFailure() {
        reopen(options().withCredentials(new S3Credentials.Static("quiver", "wrong", null)));
        assertThatThrownBy(() -> store.checkAccess())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isFalse())
                .hasMessageContaining(": 403 SignatureDoesNotMatch")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void goodAccessIsSilent() throws Exception {
        store.checkAccess();
        reopen(options().withEndpoint(new S3Endpoint("us-east-1", proxy.endpoint(), true, ChecksumMode.WHEN_REQUIRED)));
        store.checkAccess();
        put("a", 2 * PART_BYTES);
        assertVisible("a", 2 * PART_BYTES);
    }

    @Test
    void aWholeBucketNeedsNoPrefix() throws Exception {
        S3Options whole = options();
        reopen(new S3Options(
                new StoreUri.S3(bucket, ""), whole.endpoint(), whole.credentials(), whole.transfer(), whole.retry()));
        put("a", 10);
        assertVisible("a", 10);
        assertThat(s3.client().headObject(head -> head.bucket(bucket).key("a")).contentLength())
                .isEqualTo(10);
    }

    @Test
    void anInterruptEndsPublicationAndIsKept() throws Exception {
        try (StagedObject staged = store.stage("a")) {
            staged.write(bytes(2 * PART_BYTES), 0, 2 * PART_BYTES);
            Thread.currentThread().interrupt();
            assertRetriable(staged, "could not ");
            assertThat(Thread.interrupted()).isTrue();
            staged.publish();
            Thread.currentThread().interrupt();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertVisible("a", 2 * PART_BYTES);
    }

    @Test
    void anInterruptedThreadStillAborts() throws Exception {
        try (StagedObject staged = store.stage("a")) {
            staged.write(bytes(2 * PART_BYTES), 0, 2 * PART_BYTES);
            Thread.currentThread().interrupt();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(s3.openUploads(bucket)).isZero();
    }

    @Test
    void closingEndsAllThreads() throws Exception {
        put("a", 3 * PART_BYTES);
        assertThat(threads()).isPositive();
        store.close();
        // A thread whose work is over takes a moment to be gone.
        Await.until("the threads to end", Duration.ofSeconds(10), () -> threads() == 0);
    }

    private long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quiver-s3-" + bucket + "-"))
                .count();
    }

    private static void assertRetriable(StagedObject staged, String message) {
        assertThatThrownBy(staged::publish)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.isRetriable()).isTrue())
                .hasMessageStartingWith(message);
    }
}
