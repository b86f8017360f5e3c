/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One HTTP/1.1 client for the whole test bed. */
public final class Http {
    private static final Duration PROBE_WITHIN = Duration.ofSeconds(2);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Http() {}

    /** Sends {@code request} and reads the whole answer, whatever its status. */
    public static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "could not " + request.method() + " " + request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + request.method() + " " + request.uri(), e);
        }
    }

    /** Whether {@code uri} answers at all, with a status up to {@code statusMax}. */
    public static boolean answers(URI uri, int statusMax) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(PROBE_WITHIN).build();
            return send(request).statusCode() <= statusMax;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
