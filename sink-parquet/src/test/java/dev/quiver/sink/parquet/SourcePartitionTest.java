/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.sink.parquet.SourcePartition.Unpublished;
import org.junit.jupiter.api.Test;

final class SourcePartitionTest {
    private final SourcePartition source = new SourcePartition();

    @Test
    void theFirstRowNotPublishedBoundsTheCommit() {
        Unpublished early = source.begin(5);
        Unpublished late = source.begin(8);
        assertThat(source.committable(20)).isEqualTo(5);

        source.published(early);
        assertThat(source.committable(20)).isEqualTo(8);

        source.published(late);
        assertThat(source.committable(20)).isEqualTo(20);
    }

    @Test
    void nothingPastTheConsumerIsCommitted() {
        source.begin(8);

        assertThat(source.committable(6)).isEqualTo(6);
    }

    @Test
    void whatWasTakenInIsKnown() {
        assertThat(source.has(0)).isFalse();
        source.advance(7);

        assertThat(source.has(7)).isTrue();
        assertThat(source.has(8)).isFalse();
        assertThatThrownBy(() -> source.advance(7))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("offset 7 comes after 7");
    }

    @Test
    void aFileIsPublishedOnce() {
        Unpublished file = source.begin(5);
        source.published(file);

        assertThatThrownBy(() -> source.published(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("file from offset 5 was published before");
    }
}
