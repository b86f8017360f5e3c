/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources and scopes whose ids count within batches: found or flagged and counted, never wrong. */
final class LocalIdsTest {
    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    /** Of 1000 rows, those whose resource or scope is not known. */
    private long unresolved(long seed, GeneratedLogs.Traits traits, int batches, int files) throws IOException {
        GeneratedLogs logs = new GeneratedLogs(seed, traits, batches);
        MemoryStore store = new MemoryStore();
        logs.write(store, files);
        int row = 0;
        long unresolved = 0;
        try (TestMerge merge =
                new TestMerge(store, Signal.LOGS, GeneratedLogs.PART, TestMerge.windows(1000), allocator)) {
            OtelWindow window = merge.begin().next();
            while (window != null) {
                for (int parent = 0; parent < window.size(); parent++) {
                    String found = GeneratedLogs.line(window, parent);
                    String expected = logs.expected().get(row);
                    boolean isFlagged = found.endsWith(" unresolved");
                    assertThat(isFlagged ? withoutService(found) : found)
                            .as("seed %d, row %d of %s", seed, row, traits)
                            .isEqualTo(isFlagged ? withoutService(expected) : expected);
                    unresolved += isFlagged ? 1 : 0;
                    row++;
                }
                window = merge.next();
            }
            assertThat(merge.faults().unresolvedResources()).isEqualTo(unresolved);
        }
        assertThat(row).as("seed %d", seed).isEqualTo(logs.expected().size());
        return row == 0 ? 0 : unresolved * 1000 / row;
    }

    private static String withoutService(String line) {
        return line.substring(0, line.lastIndexOf(' '));
    }

    /** Batches of any size, some without attributes on their resources, some with holes. */
    private void run(long seed) throws IOException {
        Random random = new Random(seed);
        GeneratedLogs.Traits any = GeneratedLogs.Traits.any(random);
        GeneratedLogs.Traits traits = new GeneratedLogs.Traits(
                any.firstId(),
                any.sorted(),
                true,
                any.pageRows(),
                any.groupRows(),
                any.batchMax(),
                any.barePercent(),
                any.filteredPercent());
        unresolved(seed, traits, 5 + random.nextInt(30), 1 + random.nextInt(4));
    }

    @Test
    void dozensOfSetsHaveNoWrongResource() throws IOException {
        for (long seed = 0; seed < 60; seed++) {
            run(seed);
        }
    }

    @Test
    @Tag("slow")
    void thousandsOfSetsHaveNoWrongResource() throws IOException {
        for (long seed = 60; seed < 4000; seed++) {
            run(seed);
        }
    }

    /** Where nothing is missing, almost everything is found. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void batchesAsProducersMakeThemAreFound(long seed) throws IOException {
        GeneratedLogs.Traits traits = new GeneratedLogs.Traits(0, seed % 2 == 0, true, 100, 400, 400);
        assertThat(unresolved(seed, traits, 40, 3)).isLessThan(130);
    }
}
