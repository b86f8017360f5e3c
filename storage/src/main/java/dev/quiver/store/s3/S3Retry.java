/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.time.Duration;

/**
 * How long a call is tried. Between two attempts lies a random time from zero to {@code backoffBase}, which doubles
 * with every attempt up to {@code backoffMax}.
 *
 * @param attemptsMax attempts of one call, the first included; 1 to 100
 * @param attemptTimeout after which one attempt is given up, whatever it was doing
 * @param callTimeout after which the call fails, with all its attempts and the time between them
 */
public record S3Retry(
        int attemptsMax, Duration attemptTimeout, Duration callTimeout, Duration backoffBase, Duration backoffMax) {
    private static final int ATTEMPTS_MAX = 100;

    /**
     * Rides out a minute of throttling; three calls in a row stay inside a Connect task's five minutes between polls.
     */
    public static final S3Retry DEFAULT = new S3Retry(
            8, Duration.ofSeconds(30), Duration.ofSeconds(80), Duration.ofMillis(100), Duration.ofSeconds(20));

    public S3Retry {
        if (attemptsMax < 1 || attemptsMax > ATTEMPTS_MAX) {
            throw new IllegalArgumentException("attemptsMax must be 1 to " + ATTEMPTS_MAX + " but was " + attemptsMax);
        }
        requirePositive("attemptTimeout", attemptTimeout);
        requirePositive("callTimeout", callTimeout);
        requirePositive("backoffBase", backoffBase);
        requirePositive("backoffMax", backoffMax);
        if (attemptTimeout.compareTo(callTimeout) > 0) {
            throw new IllegalArgumentException(
                    "attemptTimeout " + attemptTimeout + " is longer than callTimeout " + callTimeout);
        }
        if (backoffBase.compareTo(backoffMax) > 0) {
            throw new IllegalArgumentException(
                    "backoffBase " + backoffBase + " is longer than backoffMax " + backoffMax);
        }
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive but was " + duration);
        }
    }
}
