/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that name directories. */
final class PartitionValueTest {
    @Test
    void decimalsAreWrittenInFull() {
        PartitionValue form = PartitionValue.of("field 'price'", Decimal.schema(2));
        assertThat(form.text(new BigDecimal("-0.10"))).isEqualTo("-0.10");
    }

    /** A record says how many zeros its number has; to write them all would take the heap. */
    @ParameterizedTest
    @ValueSource(ints = {-600_000_000, 600_000_000, 256})
    void decimalsWithTooManyZerosAreRefused(int scale) {
        PartitionValue form = PartitionValue.of("header 'h'", Decimal.schema(scale));
        assertThatThrownBy(() -> form.text(new BigDecimal(BigInteger.ONE, scale)))
                .isInstanceOf(DataException.class)
                .hasMessage("header 'h' has more than 255 digits and zeros and cannot be partitioned by");
    }
}
