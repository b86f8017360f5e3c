/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.ipc.ColumnLayout;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class VariableStorageTest {
    private static final int LENGTH_MAX = 40;

    private final VariableStorage storage = new VariableStorage(ColumnLayout.VARIABLE);

    @Test
    void textOfEveryLengthIsAppendedAsLongAsItIsAscii() {
        byte[] source = new byte[LENGTH_MAX + 2];
        for (int index = 0; index < source.length; index++) {
            source[index] = (byte) ('0' + index);
        }
        for (int length = 0; length <= LENGTH_MAX; length++) {
            assertThat(storage.appendAscii(source, 1, length)).isTrue();
            assertThat(storage.count()).isEqualTo(length + 1);
            assertThat(storage.identityAt(length)).isEqualTo(ByteBuffer.wrap(source, 1, length));
        }
        for (int length = 1; length <= LENGTH_MAX; length++) {
            for (int at = 1; at <= length; at++) {
                byte[] changed = source.clone();
                changed[at] = (byte) 0xc3;
                assertThat(storage.appendAscii(changed, 1, length)).isFalse();
            }
        }
        assertThat(storage.count()).isEqualTo(LENGTH_MAX + 1);
        assertThat(storage.identityAt(LENGTH_MAX)).isEqualTo(ByteBuffer.wrap(source, 1, LENGTH_MAX));
    }
}
