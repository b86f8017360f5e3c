/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Schema;

/** Valid streams and files of many schemas, and ways to spoil them, from a seed. */
final class Mutations {
    private static final String[] PYARROW = {
        "flat_none.arrows",
        "flat_lz4.arrow",
        "flat_zstd.arrows",
        "nested.arrow",
        "views.arrows",
        "v4_old_framing.arrows",
        "dictionary_delta.arrow",
        "dictionary_replaced.arrows",
        "dictionary_nested.arrows"
    };
    private static final int[] NUMBERS = {
        0,
        1,
        2,
        7,
        8,
        127,
        128,
        255,
        256,
        65_535,
        1 << 16,
        1 << 20,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE - 7,
        Integer.MIN_VALUE,
        -1,
        -2,
        -8,
        -64
    };

    private final Random random;
    private final List<byte[]> valid = new ArrayList<>();

    Mutations(Random random) throws IOException {
        this.random = random;
        for (int index = 0; index < 120; index++) {
            valid.add(random(index));
        }
        for (String name : PYARROW) {
            try (InputStream in = Mutations.class.getResourceAsStream("/pyarrow/" + name)) {
                valid.add(Objects.requireNonNull(in, name).readAllBytes());
            }
        }
    }

    private byte[] random(int index) {
        Schema schema = new RandomSchemas(random, index % 4 > 0).next(4);
        RandomBatches generator = new RandomBatches(random);
        IpcCompression compression = List.of(
                        IpcCompression.NONE, IpcCompression.NONE, IpcCompression.LZ4, IpcCompression.zstd(1))
                .get(index % 4);
        List<HeapBatch> batches =
                List.of(generator.next(schema, 1 + random.nextInt(30)), generator.next(schema, random.nextInt(5)));
        IpcEncoder encoder = new IpcEncoder(schema, compression);
        Dictionaries dictionaries = generator.dictionaries(schema);
        return index % 3 == 0 ? encoder.file(batches, dictionaries) : encoder.stream(batches, dictionaries);
    }

    /** The next spoilt input. */
    byte[] next() {
        byte[] source = valid.get(random.nextInt(valid.size()));
        byte[] bytes = Arrays.copyOf(source, source.length);
        for (int count = 1 + random.nextInt(3); count > 0 && bytes.length > 8; count--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] mutated(byte[] bytes) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 3, 4 -> putNumber(bytes, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 5, 6 -> nudge(bytes);
            case 7, 8 -> putLong(bytes, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 9 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 10 -> splice(bytes, valid.get(random.nextInt(valid.size())));
            default -> splice(bytes, bytes);
        }
        return bytes;
    }

    private void putNumber(byte[] bytes, int number) {
        LittleEndian.putInt(bytes, random.nextInt(bytes.length / 4) * 4, number);
    }

    private void putLong(byte[] bytes, long number) {
        LittleEndian.putLong(bytes, random.nextInt(bytes.length / 8) * 8, random.nextBoolean() ? number : number << 32);
    }

    private void nudge(byte[] bytes) {
        int at = random.nextInt(bytes.length / 4) * 4;
        LittleEndian.putInt(bytes, at, LittleEndian.intAt(bytes, at) + random.nextInt(33) - 16);
    }

    private void splice(byte[] bytes, byte[] other) {
        int length = Math.min(Math.min(bytes.length, other.length), 1 + random.nextInt(64));
        int from = random.nextInt(other.length - length + 1);
        System.arraycopy(other, from, bytes, random.nextInt(bytes.length - length + 1), length);
    }
}
