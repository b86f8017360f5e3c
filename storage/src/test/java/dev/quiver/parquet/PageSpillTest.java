/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageSpillTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadBackWhereverItLies() throws Exception {
        Random random = new Random(8);
        try (PageSpill spill = new PageSpill(directory, 100_000)) {
            Map<Long, byte[]> pages = new HashMap<>();
            for (int round = 0; round < 3_000; round++) {
                if (random.nextInt(5) < 2 && !pages.isEmpty()) {
                    long position = pages.keySet().iterator().next();
                    spill.release(position, Objects.requireNonNull(pages.remove(position)).length);
                } else {
                    byte[] page = new byte[1 + random.nextInt(5_000)];
                    random.nextBytes(page);
                    long position = spill.reserve(page.length);
                    if (position >= 0) {
                        spill.write(page, position);
                        pages.put(position, page);
                    }
                }
                long used =
                        pages.values().stream().mapToLong(page -> page.length).sum();
                assertThat(spill.usedBytes()).isEqualTo(used).isLessThanOrEqualTo(100_000);
            }
            for (Map.Entry<Long, byte[]> page : pages.entrySet()) {
                assertThat(spill.read(page.getKey(), page.getValue().length)).isEqualTo(page.getValue());
                spill.release(page.getKey(), page.getValue().length);
            }
            assertThat(spill.reserve(100_000)).isZero();
        }
    }

    @Test
    void aFullFileRefusesMore() throws Exception {
        try (PageSpill spill = new PageSpill(directory, 10)) {
            assertThat(spill.reserve(6)).isZero();
            assertThat(spill.reserve(5)).isEqualTo(-1);
            assertThat(spill.reserve(4)).isEqualTo(6);
        }
    }

    /** Others share it, and a channel would be closed by an interrupt. */
    @Test
    void anInterruptDoesNotCloseIt() throws Exception {
        try (PageSpill spill = new PageSpill(directory, 100)) {
            Thread.currentThread().interrupt();
            try {
                spill.write(new byte[] {1, 2, 3}, spill.reserve(3));
                assertThat(spill.read(0, 3)).containsExactly(1, 2, 3);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(spill.read(1, 1)).containsExactly(2);
        }
    }

    /** A JVM that is killed cannot delete anything. */
    @Test
    void itsNameIsGoneWhileItIsOpen() throws Exception {
        try (PageSpill spill = new PageSpill(directory, 100)) {
            assertThat(spill.usedBytes()).isZero();
            assertThat(directory).isEmptyDirectory();
        }
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        try (PageSpill spill = new PageSpill(directory, 10)) {
            spill.write(new byte[10], spill.reserve(10));
        }
        assertThat(files()).isZero();
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
