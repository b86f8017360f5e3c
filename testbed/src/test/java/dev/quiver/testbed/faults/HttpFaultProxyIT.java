/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.testbed.process.WorkDirectory;
import dev.quiver.testbed.s3.S3Bucket;
import dev.quiver.testbed.s3.S3Clients;
import dev.quiver.testbed.s3.S3Server;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The AWS client against S3Proxy through the proxy, without retries of its own. */
final class HttpFaultProxyIT {
    private static WorkDirectory work;
    private static S3Server server;

    private HttpFaultProxy proxy;
    private S3Client client;
    private S3Bucket bucket;

    @BeforeAll
    static void startServer() {
        work = WorkDirectory.named("http-fault-proxy-it");
        server = S3Server.start(work);
    }

    @AfterAll
    static void stopServer() {
        server.close();
        work.close();
    }

    @BeforeEach
    void connect() {
        bucket = server.createBucket("faults");
        bucket.keys("").forEach(bucket::delete);
        proxy = HttpFaultProxy.to(server.endpoint());
        client = S3Clients.withoutRetries(proxy.endpoint(), server.accessKey(), server.secretKey());
    }

    @AfterEach
    void close() {
        client.close();
        proxy.close();
    }

    @Test
    void aHealthyProxyForwardsWithValidSignatures() {
        byte[] content = random(300_000);

        put("a/b c+d=é.bin", content);

        assertThat(bucket.read("a/b c+d=é.bin")).isEqualTo(content);
        assertThat(get("a/b c+d=é.bin")).isEqualTo(content);
        assertThat(proxy.requestCount()).isEqualTo(2);
        assertThat(proxy.faultCount()).isZero();
        assertThat(proxy.exchanges()).extracting(Exchange::status).containsOnly(200);
    }

    @Test
    void aWrongSecretIsRefusedByTheServerBehind() {
        try (S3Client stranger = S3Clients.withoutRetries(proxy.endpoint(), server.accessKey(), "wrong")) {
            assertThatThrownBy(() -> stranger.putObject(r -> r.bucket("faults").key("k"), RequestBody.fromString("x")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void aMultipartUploadIsSeenStepByStep() {
        byte[] first = random(5 * 1024 * 1024);
        byte[] second = random(1_000);

        upload("big", List.of(first, second));

        assertThat(proxy.exchanges())
                .extracting(Exchange::operation)
                .containsExactly(
                        S3Operation.CREATE_UPLOAD,
                        S3Operation.UPLOAD_PART,
                        S3Operation.UPLOAD_PART,
                        S3Operation.COMPLETE_UPLOAD);
        assertThat(bucket.read("big")).hasSize(first.length + second.length).startsWith(first);
    }

    @Test
    void slowDownIsAnsweredAsS3DoesAndNotForwarded() {
        proxy.once(S3Operation.PUT_OBJECT, Fault.SLOW_DOWN);

        assertThatThrownBy(() -> put("k", random(10))).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(503);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SlowDown");
        });
        assertThat(bucket.keys("")).isEmpty();
        put("k", random(10));
        assertThat(bucket.keys("")).containsExactly("k");
        assertThat(proxy.faultCount(Fault.SLOW_DOWN)).isEqualTo(1);
    }

    @Test
    void eachFaultThatAnswersCarriesItsCode() {
        proxy.once(S3Operation.GET_OBJECT, Fault.INTERNAL_ERROR);
        proxy.once(S3Operation.GET_OBJECT, Fault.SERVICE_UNAVAILABLE);

        assertThat(errorOf(() -> get("k"))).isEqualTo("500 InternalError");
        assertThat(errorOf(() -> get("k"))).isEqualTo("503 ServiceUnavailable");
        assertThat(errorOf(() -> get("k"))).isEqualTo("404 NoSuchKey");
    }

    @Test
    void aRefusedHeadHasNoBody() {
        proxy.once(S3Operation.HEAD_OBJECT, Fault.SLOW_DOWN);

        assertThatThrownBy(() -> client.headObject(r -> r.bucket("faults").key("k")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(503));
    }

    @Test
    void aLostReplyMeansTheRequestWasPerformed() {
        byte[] content = random(200_000);
        proxy.once(S3Operation.PUT_OBJECT, Fault.LOSE_REPLY);

        assertThatThrownBy(() -> put("k", content)).isInstanceOf(SdkClientException.class);

        assertThat(bucket.read("k")).isEqualTo(content);
        assertThat(proxy.exchanges()).extracting(Exchange::status).containsExactly(200);
    }

    @Test
    void aLostRequestIsNotPerformed() {
        proxy.once(S3Operation.PUT_OBJECT, Fault.LOSE_REQUEST);

        assertThatThrownBy(() -> put("k", random(200_000))).isInstanceOf(SdkClientException.class);

        assertThat(bucket.keys("")).isEmpty();
    }

    @Test
    void aCutReplyIsAnErrorOfTheReader() {
        put("k", random(500_000));
        proxy.once(S3Operation.GET_OBJECT, Fault.CUT_REPLY);

        assertThatThrownBy(() -> get("k")).isInstanceOf(SdkClientException.class);

        assertThat(get("k")).hasSize(500_000);
    }

    @Test
    void aScriptSparesTheFirstAndEndsAfterItsTimes() {
        proxy.script(request -> request.path().endsWith("/k"), Fault.SLOW_DOWN, 1, 2);

        List<Boolean> succeeded = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            succeeded.add(errorOf(() -> put("k", random(1))).isEmpty());
        }

        assertThat(succeeded).containsExactly(true, false, false, true, true);
    }

    @Test
    void chanceIsRepeatedByItsSeed() {
        List<Fault> first = fates(7);

        assertThat(fates(7)).isEqualTo(first);
        assertThat(fates(8)).isNotEqualTo(first);
        assertThat(first).contains(Fault.NONE, Fault.SLOW_DOWN, Fault.INTERNAL_ERROR);
    }

    @Test
    void aHealedProxyForwardsEverything() {
        proxy.always(request -> true, Fault.SLOW_DOWN).random(1, 1.0, Fault.INTERNAL_ERROR);
        assertThat(errorOf(() -> get("k"))).isEqualTo("503 SlowDown");

        proxy.heal();

        assertThat(errorOf(() -> get("k"))).isEqualTo("404 NoSuchKey");
    }

    @Test
    void aRateBeyondOneIsRefused() {
        assertThatThrownBy(() -> proxy.random(1, 1.5, Fault.SLOW_DOWN))
                .hasMessage("need a rate from 0 to 1 and a fault, but got rate 1.5");
        assertThatThrownBy(() -> HttpFaultProxy.to(URI.create("https://127.0.0.1:1")))
                .hasMessage("need http://host:port but got https://127.0.0.1:1");
    }

    private static List<Fault> fates(long seed) {
        FaultScript script = new FaultScript();
        script.random(seed, 0.5, List.of(Fault.SLOW_DOWN, Fault.INTERNAL_ERROR));
        return IntStream.range(0, 40)
                .mapToObj(i -> script.decide(new Exchange(i, "GET", "/b/k", null, Fault.NONE, 0)))
                .toList();
    }

    private void put(String key, byte[] content) {
        client.putObject(r -> r.bucket("faults").key(key), RequestBody.fromBytes(content));
    }

    private byte[] get(String key) {
        return client.getObjectAsBytes(r -> r.bucket("faults").key(key)).asByteArray();
    }

    private void upload(String key, List<byte[]> parts) {
        String id =
                client.createMultipartUpload(r -> r.bucket("faults").key(key)).uploadId();
        List<CompletedPart> done = new ArrayList<>();
        for (byte[] part : parts) {
            int number = done.size() + 1;
            String tag = client.uploadPart(
                            r -> r.bucket("faults").key(key).uploadId(id).partNumber(number),
                            RequestBody.fromBytes(part))
                    .eTag();
            done.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        client.completeMultipartUpload(
                r -> r.bucket("faults").key(key).uploadId(id).multipartUpload(m -> m.parts(done)));
    }

    private static String errorOf(Runnable request) {
        try {
            request.run();
            return "";
        } catch (S3Exception e) {
            return e.statusCode() + " " + e.awsErrorDetails().errorCode();
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
