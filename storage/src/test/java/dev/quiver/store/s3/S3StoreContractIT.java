/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.ByteSpan;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.ObjectStoreContract;
import dev.quiver.store.ParallelReads;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoredObject;
import dev.quiver.testbed.faults.HttpFaultProxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;

/** A bucket keeps the contract, on a server that checks signatures, checksums and the rules of multipart uploads. */
final class S3StoreContractIT extends ObjectStoreContract {
    private static S3Fixture s3;
    /** Makes conditional writes one step, which they are not on this server. */
    private static HttpFaultProxy proxy;

    private final String bucket;

    S3StoreContractIT() {
        bucket = s3.bucket();
    }

    @BeforeAll
    @SuppressWarnings("MustBeClosedChecker")
    static void start() {
        s3 = S3Fixture.start("s3-store-contract");
        proxy = HttpFaultProxy.to(s3.endpoint());
    }

    @AfterAll
    static void stop() {
        proxy.close();
        s3.close();
    }

    @Override
    @MustBeClosed
    protected ObjectStore open() {
        return S3Store.open(s3.options(bucket, proxy.endpoint()));
    }

    @Override
    public int leftovers() {
        return s3.openUploads(bucket);
    }

    /** Our own server keeps objects as files. */
    @Override
    protected boolean canNestBelowObjects() {
        return !s3.isOwn();
    }

    @Test
    void aListingOfManyPagesIsComplete() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2100; i++) {
            expected.add(String.format(Locale.ROOT, "logs/%05d", i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (String key : expected) {
                done.add(threads.submit(() -> {
                    put(key, new byte[0]);
                    return key;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store().list("logs/").stream().map(StoredObject::key)).containsExactlyElementsOf(expected);
    }

    @Test
    void onlyThePrefixIsSeen() throws Exception {
        put("logs/1", new byte[1]);
        for (String outside : List.of("some/prefix2/x", "some/other", "logs/1")) {
            s3.client().putObject(put -> put.bucket(bucket).key(outside), RequestBody.empty());
        }
        assertThat(store().list("")).extracting(StoredObject::key).containsExactly("logs/1");
        assertThat(s3.client()
                        .headObject(head -> head.bucket(bucket).key("some/prefix/logs/1"))
                        .contentLength())
                .isEqualTo(1);
    }

    /** All of them hold a partly filled part beyond their first, while only three parts may be in flight. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void manyLargeObjectsOpenAtOnceDoNotBlockEachOther() throws Exception {
        int size = partBytes() + 10;
        List<StagedObject> open = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                open.add(stageUnchecked("logs/" + i));
                open.get(i).write(bytes(size, i), 0, size);
            }
            for (StagedObject staged : open) {
                staged.publish();
            }
        } finally {
            open.forEach(StagedObject::close);
        }
        for (int i = 0; i < 12; i++) {
            assertThat(content("logs/" + i)).isEqualTo(bytes(size, i));
        }
        assertThat(leftovers()).isZero();
    }

    /** S3 takes up to 5 GiB with one request; here it is little more than the smallest part. */
    @Test
    void aLargeObjectIsCopiedInParts() throws Exception {
        byte[] content = bytes(2 * partBytes() + 1_234, 9);
        put("large", content);
        S3Bucket direct = new S3Bucket(s3.client(), s3.options(bucket, s3.endpoint()));
        new ServerSideCopy(direct, partBytes()).copy("large", "copies/large");
        assertThat(content("copies/large")).isEqualTo(content);
        assertThat(leftovers()).isZero();
    }

    @Test
    void spansOfALargeObjectAreReadInParallel() throws Exception {
        byte[] content = bytes(20 << 20, 10);
        put("large", content);
        StoredObject object = Objects.requireNonNull(store().stat("large"));
        try (ParallelReads reads = new ParallelReads(store(), 4)) {
            List<byte[]> found = reads.read(object, List.of(new ByteSpan(5, 19 << 20), new ByteSpan(7, 3)));
            assertThat(found.get(0)).isEqualTo(Arrays.copyOfRange(content, 5, 5 + (19 << 20)));
            assertThat(found.get(1)).isEqualTo(Arrays.copyOfRange(content, 7, 10));
            assertThat(reads.stream(object, 0, object.bytes(), 3).readAllBytes())
                    .isEqualTo(content);
        }
    }
}
