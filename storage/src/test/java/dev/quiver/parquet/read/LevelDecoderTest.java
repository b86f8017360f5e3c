/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.parquet.format.Encoding;
import org.junit.jupiter.api.Test;

final class LevelDecoderTest {
    private static final Place PLACE = Place.of("file").column("column");

    @Test
    void packedLevelsOfTheFirstWritersBeginWithTheHighestBit() throws Exception {
        // 0, 1, 2, 3, 2 in two bits each
        byte[] page = java.util.Arrays.copyOf(new byte[] {0b00_01_10_11, (byte) 0b10_000000, 99}, 32);
        LevelDecoder levels = new LevelDecoder(3, PLACE);
        assertThat(levels.start(Encoding.BIT_PACKED, page, 0, 3, 5)).isEqualTo(2);
        byte[] read = new byte[5];
        levels.read(read, 0, 2);
        levels.read(read, 2, 3);
        assertThat(read).containsExactly(0, 1, 2, 3, 2);
    }

    @Test
    void aLevelAboveTheLargestIsRefused() throws Exception {
        // One run of four times 3
        byte[] page = java.util.Arrays.copyOf(new byte[] {2, 0, 0, 0, 8, 3}, 32);
        LevelDecoder levels = new LevelDecoder(2, PLACE);
        assertThat(levels.start(Encoding.RLE, page, 0, 6, 4)).isEqualTo(6);
        assertThatThrownBy(() -> levels.read(new byte[20], 0, 4))
                .isInstanceOf(MalformedParquetException.class)
                .hasMessage("could not read file, column 'column': a level is 3, above the largest one of 2");
    }

    @Test
    void aRunOfANumberThatDoesNotFitIsRefused() {
        byte[] page = java.util.Arrays.copyOf(new byte[] {8, (byte) 0xFF}, 32);
        LevelDecoder levels = new LevelDecoder(1, PLACE);
        levels.startRuns(page, 0, 2);
        assertThatThrownBy(() -> levels.read(new byte[20], 0, 4))
                .isInstanceOf(MalformedParquetException.class)
                .hasMessageEndingWith("a level, boolean or dictionary id of 255 does not fit into 1 bits");
    }
}
