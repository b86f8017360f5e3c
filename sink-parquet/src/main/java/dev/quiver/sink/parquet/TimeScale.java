/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.concurrent.TimeUnit;

/** The unit of numbers that tell a time. */
enum TimeScale {
    S(TimeUnit.SECONDS),
    MS(TimeUnit.MILLISECONDS),
    US(TimeUnit.MICROSECONDS),
    NS(TimeUnit.NANOSECONDS);

    private final TimeUnit unit;

    TimeScale(TimeUnit unit) {
        this.unit = unit;
    }

    TimeUnit unit() {
        return unit;
    }
}
