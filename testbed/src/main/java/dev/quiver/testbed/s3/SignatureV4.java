/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs S3 requests with AWS Signature Version 4: host, date and payload hash, in the region us-east-1. */
final class SignatureV4 {
    private static final String SCOPE_TAIL = "/us-east-1/s3/aws4_request";
    private static final String SIGNED_HEADERS = "host;x-amz-content-sha256;x-amz-date";
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final String accessKey;
    private final String secretKey;
    private final Clock clock = Clock.systemUTC();

    SignatureV4(String accessKey, String secretKey) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /** A signed request; path and query of {@code address} must be encoded, and the query sorted. */
    HttpRequest sign(String method, URI address, byte[] body) {
        String stamp = ZonedDateTime.now(clock.withZone(ZoneOffset.UTC)).format(STAMP);
        String day = stamp.substring(0, 8);
        String payloadHash = hex(sha256(body));
        String query = address.getRawQuery() == null ? "" : address.getRawQuery();
        String host = address.getHost() + ":" + address.getPort();
        String canonical = String.join(
                "\n",
                method,
                address.getRawPath(),
                query,
                "host:" + host,
                "x-amz-content-sha256:" + payloadHash,
                "x-amz-date:" + stamp,
                "",
                SIGNED_HEADERS,
                payloadHash);
        String scope = day + SCOPE_TAIL;
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", stamp, scope, hex(sha256(canonical.getBytes(UTF_8))));
        String proof = hex(hmac(key(day), toSign));
        return HttpRequest.newBuilder(address)
                .timeout(ANSWER_WITHIN)
                .header("x-amz-date", stamp)
                .header("x-amz-content-sha256", payloadHash)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey + "/" + scope + ", SignedHeaders=" + SIGNED_HEADERS
                                + ", Signature=" + proof)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    /** Percent-encodes all but unreserved characters and slashes. */
    static String encodePath(String path) {
        return encode(path, UNRESERVED + "/");
    }

    /** Joins names and values, percent-encoded, in the order of the names. */
    static String encodeQuery(SortedMap<String, String> query) {
        return query.entrySet().stream().map(SignatureV4::encodePair).collect(Collectors.joining("&"));
    }

    private static String encodePair(Map.Entry<String, String> pair) {
        return encode(pair.getKey(), UNRESERVED) + "=" + encode(pair.getValue(), UNRESERVED);
    }

    private static String encode(String text, String kept) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            if (kept.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    private byte[] key(String day) {
        byte[] ofDay = hmac(("AWS4" + secretKey).getBytes(UTF_8), day);
        byte[] ofRegion = hmac(ofDay, "us-east-1");
        return hmac(hmac(ofRegion, "s3"), "aws4_request");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
