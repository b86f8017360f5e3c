/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

/** What may happen to one request at a {@link HttpFaultProxy}. */
public enum Fault {
    /** Nothing: forwarded, and the answer comes back. */
    NONE(0, ""),
    /** Not forwarded; answered {@code 503 SlowDown}. */
    SLOW_DOWN(503, "SlowDown"),
    /** Not forwarded; answered {@code 503 ServiceUnavailable}. */
    SERVICE_UNAVAILABLE(503, "ServiceUnavailable"),
    /** Not forwarded; answered {@code 500 InternalError}. */
    INTERNAL_ERROR(500, "InternalError"),
    /** Not forwarded; the connection is reset. */
    LOSE_REQUEST(0, ""),
    /** Forwarded and performed; the connection is reset in place of the answer. */
    LOSE_REPLY(0, ""),
    /** Forwarded and performed; the connection is reset in the middle of the answer. */
    CUT_REPLY(0, "");

    private final int status;
    private final String code;

    Fault(int status, String code) {
        this.status = status;
        this.code = code;
    }

    /** Whether the proxy answers by itself. */
    boolean answers() {
        return status != 0;
    }

    /** The status line and body as S3 sends them. */
    int status() {
        return status;
    }

    /** The code in the body of the answer. */
    String code() {
        return code;
    }
}
