/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import org.jspecify.annotations.Nullable;

/**
 * One request that a {@link HttpFaultProxy} saw.
 *
 * @param index its number since the proxy opened, from 0
 * @param method the method
 * @param path the path as sent, percent-encoded
 * @param query the query as sent, without the question mark, or null when there is none
 * @param fault what the proxy did to it
 * @param status the status the server or the proxy answered; 0 until then, or when there was no answer
 */
public record Exchange(
        long index, String method, String path, @Nullable String query, Fault fault, int status) {
    /** What the request asks of S3. */
    public S3Operation operation() {
        return S3Operation.of(method, path, query);
    }

    Exchange with(Fault decided) {
        return new Exchange(index, method, path, query, decided, status);
    }

    Exchange withStatus(int answered) {
        return new Exchange(index, method, path, query, fault, answered);
    }

    @Override
    public String toString() {
        String target = query == null ? path : path + "?" + query;
        return "#" + index + " " + method + " " + target + " -> " + status + (fault == Fault.NONE ? "" : " " + fault);
    }
}
