/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoreUri;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests say beyond what they ask for, as a server sees it that nods at everything. */
final class S3HeadersTest {
    private static final String TEMPORARY_KEY = """
            <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>
            <AccessKeyId>temporary</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
            <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></%1$sResult></%1$sResponse>
            """;

    /** A request as it came. */
    private record Seen(String request, Headers headers, String body) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        seen.add(new Seen(request, exchange.getRequestHeaders(), body));
        byte[] answer = text(request, body).getBytes(UTF_8);
        exchange.getResponseHeaders().add("ETag", "\"1\"");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", "7");
        }
        exchange.sendResponseHeaders(200, head || answer.length == 0 ? -1 : answer.length);
        if (!head) {
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    private static String text(String request, String body) {
        for (String action : List.of("AssumeRoleWithWebIdentity", "AssumeRole")) {
            if (body.contains("Action=" + action + "&")) {
                return TEMPORARY_KEY.formatted(action);
            }
        }
        if (request.startsWith("POST") && request.endsWith("?uploadId=u")) {
            return "<CompleteMultipartUploadResult><Key>a</Key></CompleteMultipartUploadResult>";
        }
        return request.endsWith("?uploads")
                ? "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"
                : request.startsWith("GET") ? "content" : "";
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private S3Options options() {
        return S3Options.of(new StoreUri.S3("bucket", ""), "us-east-1")
                .withEndpoint(new S3Endpoint("us-east-1", endpoint(), true, ChecksumMode.WHEN_SUPPORTED))
                .withCredentials(new S3Credentials.Static("key", "secret", null));
    }

    private static void put(S3Options options) throws StoreException {
        try (S3Store store = S3Store.open(options);
                StagedObject staged = store.stage("a")) {
            staged.write(new byte[10], 0, 10);
            staged.publish();
        }
    }

    private String header(int request, String name) {
        return String.valueOf(seen.get(request).headers().getFirst(name));
    }

    @Test
    void objectsCarryWhatTheOptionsSay() throws Exception {
        S3ObjectOptions objects = new S3ObjectOptions(
                new S3Encryption.Kms("my-key"), "bucket-owner-full-control", "STANDARD_IA", Map.of("team", "a&b"));
        S3Options options = options().withObjects(objects);
        put(options);
        try (S3Store store = S3Store.open(options);
                StagedObject staged = store.stage("a")) {
            staged.write(new byte[10], 0, 10);
            staged.seal();
        }
        assertThat(seen.get(0).request()).isEqualTo("PUT /bucket/a");
        assertThat(seen.get(1).request()).isEqualTo("POST /bucket/a?uploads");
        for (int request : List.of(0, 1)) {
            assertThat(header(request, "x-amz-server-side-encryption")).isEqualTo("aws:kms");
            assertThat(header(request, "x-amz-server-side-encryption-aws-kms-key-id"))
                    .isEqualTo("my-key");
            assertThat(header(request, "x-amz-acl")).isEqualTo("bucket-owner-full-control");
            assertThat(header(request, "x-amz-storage-class")).isEqualTo("STANDARD_IA");
            assertThat(header(request, "x-amz-tagging")).isEqualTo("team=a%26b");
        }
    }

    @Test
    void managedKeysAreAskedFor() throws Exception {
        put(options().withObjects(S3ObjectOptions.DEFAULT.withEncryption(new S3Encryption.Managed())));
        assertThat(header(0, "x-amz-server-side-encryption")).isEqualTo("AES256");
        put(options());
        assertThat(header(1, "x-amz-server-side-encryption")).isEqualTo("null");
        assertThat(header(1, "x-amz-acl")).isEqualTo("null");
    }

    /** S3 forgets the key: reading needs it again. */
    @Test
    void aCustomersKeyComesWithEveryRequest() throws Exception {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        S3Options options =
                options().withObjects(S3ObjectOptions.DEFAULT.withEncryption(new S3Encryption.Customer(key)));
        put(options);
        try (S3Store store = S3Store.open(options)) {
            assertThat(store.read("a", 0, 7)).isEqualTo("content".getBytes(UTF_8));
            store.stat("a");
        }
        assertThat(seen).hasSize(3);
        for (int request = 0; request < 3; request++) {
            assertThat(header(request, "x-amz-server-side-encryption-customer-algorithm"))
                    .isEqualTo("AES256");
            assertThat(header(request, "x-amz-server-side-encryption-customer-key"))
                    .isEqualTo(Base64.getEncoder().encodeToString(key));
        }
        assertThat(new S3Encryption.Customer(key)).hasToString("Customer[key=***]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new S3Encryption.Customer(new byte[16]))
                .withMessage("a customer key must have 32 bytes but has 16");
    }

    @Test
    void theSignatureCoversTheChecksumOfABody() throws Exception {
        put(options());
        try (S3Store store = S3Store.open(options())) {
            store.writeVersioned("a", new byte[10], null);
        }
        for (int request : List.of(0, 1)) {
            assertThat(header(request, "x-amz-checksum-crc32")).isEqualTo("44podg==");
            assertThat(header(request, "Authorization")).contains("x-amz-checksum-crc32;x-amz-content-sha256;");
            assertThat(header(request, "x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
            assertThat(header(request, "Content-Length")).isEqualTo("10");
            assertThat(header(request, "Content-Encoding")).isEqualTo("null");
        }
    }

    /** S3 refuses to make an object of parts unless it hears all of that. */
    @Test
    void anUploadInPartsAnnouncesSendsAndRepeatsItsChecksums() throws Exception {
        try (S3Store store = S3Store.open(options())) {
            SealedObject sealed;
            try (StagedObject staged = store.stage("a")) {
                staged.write(new byte[10], 0, 10);
                sealed = staged.seal();
            }
            store.publish(sealed);
        }
        assertThat(seen)
                .extracting(Seen::request)
                .containsExactly(
                        "POST /bucket/a?uploads", "PUT /bucket/a?partNumber=1&uploadId=u", "POST /bucket/a?uploadId=u");
        assertThat(header(0, "x-amz-checksum-algorithm")).isEqualTo("CRC32");
        assertThat(header(1, "x-amz-checksum-crc32")).isEqualTo("44podg==");
        assertThat(seen.get(2).body())
                .contains("<ETag>&quot;1&quot;</ETag>")
                .contains("<ChecksumCRC32>44podg==</ChecksumCRC32>")
                .contains("<PartNumber>1</PartNumber>");
    }

    @Test
    void anUploadInPartsHasNoChecksumsWhereNoneAreWanted() throws Exception {
        S3Endpoint without = new S3Endpoint("us-east-1", endpoint(), true, ChecksumMode.WHEN_REQUIRED);
        try (S3Store store = S3Store.open(options().withEndpoint(without))) {
            SealedObject sealed;
            try (StagedObject staged = store.stage("a")) {
                staged.write(new byte[10], 0, 10);
                sealed = staged.seal();
            }
            store.publish(sealed);
        }
        assertThat(header(0, "x-amz-checksum-algorithm")).isEqualTo("null");
        assertThat(header(1, "x-amz-checksum-crc32")).isEqualTo("null");
        assertThat(seen.get(2).body()).doesNotContain("Checksum");
    }

    @Test
    void theSignatureCoversABodyWithoutAChecksum() throws Exception {
        put(options().withEndpoint(new S3Endpoint("us-east-1", endpoint(), true, ChecksumMode.WHEN_REQUIRED)));
        assertThat(header(0, "x-amz-checksum-crc32")).isEqualTo("null");
        assertThat(header(0, "x-amz-content-sha256"))
                .isEqualTo("01d448afd928065458cf670b60f5a594d735af0172c8d67f22a81680132681ca");
        assertThat(header(0, "Content-Encoding")).isEqualTo("null");
    }

    @Test
    void tagsOfAnObjectAreAddedToThoseOfAll() throws Exception {
        try (S3Store store =
                S3Store.open(options().withObjects(S3ObjectOptions.DEFAULT.withTags(Map.of("team", "a"))))) {
            store.tag("a", Map.of("rows", "7"));
        }
        assertThat(seen.get(0).request()).isEqualTo("PUT /bucket/a?tagging");
        assertThat(seen.get(0).body()).contains("<Key>rows</Key><Value>7</Value>", "<Key>team</Key><Value>a</Value>");
    }

    @Test
    void aRoleIsTakenOn() throws Exception {
        S3Credentials.AssumedRole role = new S3Credentials.AssumedRole(
                "arn:aws:iam::1:role/r",
                "quiver",
                "outside",
                endpoint(),
                options().credentials());
        put(options().withCredentials(role));
        assertThat(seen.get(0).body())
                .contains("Action=AssumeRole&")
                .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr")
                .contains("RoleSessionName=quiver")
                .contains("ExternalId=outside");
        assertThat(header(0, "Authorization")).contains("Credential=key/");
        assertThat(header(1, "Authorization")).contains("Credential=temporary/");
        assertThat(header(1, "x-amz-security-token")).isEqualTo("t");
    }

    @Test
    void aTokenIsExchangedForAKey() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "web token");
        put(options()
                .withCredentials(new S3Credentials.WebIdentity("arn:aws:iam::1:role/r", "quiver", token, endpoint())));
        assertThat(seen.get(0).body())
                .contains("Action=AssumeRoleWithWebIdentity&")
                .contains("WebIdentityToken=web+token");
        assertThat(seen.get(0).headers()).doesNotContainKey("Authorization");
        assertThat(header(1, "Authorization")).contains("Credential=temporary/");
    }

    /** The proxy gets the whole address; nobody listens at the server itself. */
    @Test
    void requestsGoThroughAProxy() throws Exception {
        S3Proxy proxy = new S3Proxy(endpoint(), null, null);
        S3Endpoint behind =
                new S3Endpoint("us-east-1", URI.create("http://s3.invalid:9"), true, ChecksumMode.WHEN_REQUIRED, proxy);
        put(options().withEndpoint(behind));
        assertThat(seen.get(0).request()).isEqualTo("PUT http://s3.invalid:9/bucket/a");
    }

    @Test
    void proxiesAreCheckedAndDoNotShowTheirPassword() {
        assertThat(new S3Proxy(endpoint(), "me", "hidden")).asString().doesNotContain("hidden");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new S3Proxy(URI.create("http://proxy"), null, null))
                .withMessage("proxy 'http://proxy' must look like http://host:port");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new S3Proxy(URI.create("http://me:hidden@proxy:1"), null, null))
                .withMessage("proxy 'proxy' must not carry a user in its address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new S3Proxy(endpoint(), "me", null))
                .withMessage("a proxy needs a user and a password, or neither");
    }
}
