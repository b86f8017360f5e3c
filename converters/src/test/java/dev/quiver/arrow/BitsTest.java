/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BitsTest {
    private final Bits bits = new Bits();
    private final List<Boolean> expected = new ArrayList<>();

    /** However bits come and go, they are those of a list that saw the same. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void bitsAreWhatWasAppended(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 400; step++) {
            change(random);
            assertSame();
            if (random.nextInt(3) == 0) {
                assertThat(Arrays.copyOf(bits.ordered(null), bytes().length)).isEqualTo(bytes());
            }
        }
    }

    private void change(Random random) {
        int length = random.nextInt(40);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> appendOneByOne(length, true);
            case 3 -> appendOneByOne(random.nextInt(3), false);
            case 4 -> appendEither(length, random);
            case 5 -> {
                bits.appendSet(length);
                expect(length, true);
            }
            case 6 -> {
                bits.appendUnset(length);
                expect(length, false);
            }
            case 7, 8 -> appendRange(length, random);
            case 9, 10 -> truncate(Math.max(0, expected.size() - length));
            default -> clear(random.nextInt(8));
        }
    }

    private void appendOneByOne(int length, boolean set) {
        for (int index = 0; index < length; index++) {
            bits.append(set);
        }
        expect(length, set);
    }

    private void appendEither(int length, Random random) {
        for (int index = 0; index < length; index++) {
            boolean set = random.nextBoolean();
            bits.appendEither(set);
            expected.add(set);
        }
    }

    private void appendRange(int length, Random random) {
        byte[] source = new byte[16];
        random.nextBytes(source);
        int from = random.nextInt(20);
        bits.appendRange(source, 3, from, length);
        for (int index = from; index < from + length; index++) {
            expected.add((source[3 + index / 8] >> index % 8 & 1) != 0);
        }
    }

    private void truncate(int count) {
        bits.truncate(count);
        expected.subList(count, expected.size()).clear();
    }

    private void clear(int chance) {
        if (chance == 0) {
            bits.clear();
            expected.clear();
        } else if (chance == 1) {
            bits.release();
            expected.clear();
        }
    }

    private void expect(int length, boolean set) {
        for (int index = 0; index < length; index++) {
            expected.add(set);
        }
    }

    private void assertSame() {
        assertThat(bits.count()).isEqualTo(expected.size());
        assertThat(bits.unsetCount())
                .isEqualTo((int) expected.stream().filter(set -> !set).count());
        for (int index = 0; index < expected.size(); index++) {
            assertThat(bits.isSet(index)).isEqualTo(expected.get(index));
        }
    }

    private byte[] bytes() {
        byte[] bytes = new byte[Bits.byteCount(expected.size())];
        for (int index = 0; index < expected.size(); index++) {
            if (expected.get(index)) {
                bytes[index / 8] |= (byte) (1 << index % 8);
            }
        }
        return bytes;
    }
}
