/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** The texts of {@link OtelRecords}: pools of UTF-8, from which every draw decodes a new string. */
final class OtelWords {
    private static final int BODIES = 5_000;
    private static final int BODY_CHARACTERS_MIN = 80;
    private static final int BODY_CHARACTERS_MAX = 120;
    private static final String[] NOUNS = {
        "request",
        "connection",
        "session",
        "order",
        "payment",
        "cart",
        "user",
        "token",
        "cache",
        "queue",
        "worker",
        "shard",
        "replica",
        "index",
        "invoice",
        "upload",
        "message",
        "offset",
        "lease",
        "certificate"
    };
    private static final String[] VERBS = {
        "accepted", "rejected", "completed", "retried", "expired", "opened", "closed", "moved", "loaded", "timed out"
    };
    private static final String[] NAMESPACES = {"prod", "staging", "payments", "search", "platform", "edge"};
    private static final String[] ATTRIBUTE_KEYS = {
        "http.method",
        "http.route",
        "db.system",
        "db.operation",
        "net.peer.name",
        "rpc.service",
        "thread.name",
        "code.function",
        "messaging.system",
        "cloud.region",
        "user.tier",
        "feature.flag"
    };

    private final byte[][] bodies;
    private final byte[][] services = pool(20, index -> NOUNS[index] + "-service");
    private final byte[][] hosts = pool(50, index -> "ip-10-0-" + index / 8 + "-" + (10 + index) + ".compute.internal");
    private final byte[][] namespaces = pool(NAMESPACES.length, index -> NAMESPACES[index]);
    private final byte[][] pods =
            pool(200, index -> NOUNS[index % NOUNS.length] + "-7d9f8b6c5-" + Integer.toString(40_000 + index * 97, 36));
    private final byte[][] attributeKeys = pool(ATTRIBUTE_KEYS.length, index -> ATTRIBUTE_KEYS[index]);
    private final byte[][] attributeValues = pool(300, index -> VERBS[index % VERBS.length] + "-" + index);

    OtelWords(SplittableRandom random) {
        this.bodies = pool(BODIES, index -> body(index, random));
    }

    String body(SplittableRandom random) {
        return drawn(bodies, random);
    }

    String service(SplittableRandom random) {
        return drawn(services, random);
    }

    String host(SplittableRandom random) {
        return drawn(hosts, random);
    }

    String namespace(SplittableRandom random) {
        return drawn(namespaces, random);
    }

    String pod(SplittableRandom random) {
        return drawn(pods, random);
    }

    String attributeKey(SplittableRandom random) {
        return drawn(attributeKeys, random);
    }

    String attributeValue(SplittableRandom random) {
        return drawn(attributeValues, random);
    }

    /** A path with two numbers, about 55 characters; the 10^12 combinations hardly ever repeat. */
    String url(SplittableRandom random) {
        return "https://shop.example.com/api/v2/" + NOUNS[random.nextInt(NOUNS.length)] + "/"
                + (1_000_000 + random.nextInt(9_000_000)) + "?page=" + random.nextInt(1_000_000);
    }

    String severity(int number) {
        String text = switch (number) {
            case 5 -> "DEBUG";
            case 9 -> "INFO";
            case 13 -> "WARN";
            case 17 -> "ERROR";
            default -> throw new IllegalArgumentException("no severity has the number " + number);
        };
        return decoded(text.getBytes(UTF_8));
    }

    /** Begins with its number, so that no two are equal. */
    private static String body(int index, SplittableRandom random) {
        int length = random.nextInt(BODY_CHARACTERS_MIN, BODY_CHARACTERS_MAX + 1);
        StringBuilder body = new StringBuilder("event " + index + ":");
        while (body.length() < length) {
            body.append(' ').append(NOUNS[random.nextInt(NOUNS.length)]);
            body.append(' ').append(VERBS[random.nextInt(VERBS.length)]);
            body.append(" after ").append(random.nextInt(10_000)).append(" ms,");
        }
        return body.substring(0, length);
    }

    private static byte[][] pool(int count, IntFunction<String> text) {
        byte[][] pool = new byte[count][];
        for (int index = 0; index < count; index++) {
            pool[index] = text.apply(index).getBytes(UTF_8);
        }
        return pool;
    }

    private static String drawn(byte[][] pool, SplittableRandom random) {
        return decoded(pool[random.nextInt(pool.length)]);
    }

    private static String decoded(byte[] utf8) {
        return new String(utf8, UTF_8);
    }
}
