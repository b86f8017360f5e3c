/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** To replay a failure, run the simulation with the seed in its message. */
final class SinkSimulationTest {
    private static final int SEED_COUNT_SLOW = 50_000;

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    static LongStream calmSeeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsCommittedIsReadableWhateverFails(long seed) {
        run(seed, false, DeliveryGuarantee.AT_LEAST_ONCE);
    }

    @ParameterizedTest
    @MethodSource("calmSeeds")
    void noRowIsDoubledWhereNothingFails(long seed) {
        run(seed, true, DeliveryGuarantee.AT_LEAST_ONCE);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRowIsThereOnceWhateverFails(long seed) {
        run(seed, seed % 8 == 0, DeliveryGuarantee.EXACTLY_ONCE);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void manySeedsHoldWhatTheSinkPromises(DeliveryGuarantee guarantee) {
        LongStream.range(1_000, 1_000 + SEED_COUNT_SLOW)
                .parallel()
                .forEach(seed -> run(seed, seed % 8 == 0, guarantee));
    }

    private static void run(long seed, boolean calm, DeliveryGuarantee guarantee) {
        try (SinkSimulation simulation = new SinkSimulation(seed, calm, guarantee)) {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "new SinkSimulation(" + seed + "L, " + calm + ", " + guarantee + "): " + e.getMessage(), e);
        }
    }
}
