/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;

final class XxHash64Test {
    private final Random random = new Random(4);
    private final BlockSplitBloomFilter filter = new BlockSplitBloomFilter(32);

    @Test
    void stringsHashAsParquetDefinesIt() {
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length + 3];
            random.nextBytes(bytes);
            assertThat(XxHash64.ofBytes(bytes, 3, length))
                    .as("length %d", length)
                    .isEqualTo(filter.hash(Binary.fromConstantByteArray(bytes, 3, length)));
        }
    }

    @Test
    void numbersHashAsParquetDefinesIt() {
        for (int round = 0; round < 100; round++) {
            long value = random.nextLong();
            assertThat(XxHash64.ofLong(value)).isEqualTo(filter.hash(value));
            assertThat(XxHash64.ofInt((int) value)).isEqualTo(filter.hash((int) value));
            double number = Double.longBitsToDouble(value);
            assertThat(XxHash64.ofLong(Double.doubleToRawLongBits(number))).isEqualTo(filter.hash(number));
        }
    }
}
