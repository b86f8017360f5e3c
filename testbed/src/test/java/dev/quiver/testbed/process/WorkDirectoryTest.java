/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void itStartsEmpty() throws IOException {
        Path path = parent.resolve("w");
        Files.createDirectories(path.resolve("old/deep"));

        try (WorkDirectory work = WorkDirectory.at(path)) {
            assertThat(work.path()).isEmptyDirectory();
        }
    }

    @Test
    void itIsRemovedOnceTheOutcomeIsKnown() {
        WorkDirectory work = WorkDirectory.at(parent.resolve("w"));

        work.close();
        assertThat(work.path()).as("no outcome yet").exists();
        TestOutcomes.settle();

        assertThat(work.path()).doesNotExist();
    }

    @Test
    void itStaysWhenAsked() {
        WorkDirectory work = WorkDirectory.at(parent.resolve("w"));

        work.keep();
        work.close();
        TestOutcomes.settle();

        assertThat(work.path()).exists();
    }

    @Test
    void itStaysWhenATestFailedMeanwhile() {
        WorkDirectory work = WorkDirectory.at(parent.resolve("w"));

        TestOutcomes.recordFailure();
        work.close();
        TestOutcomes.settle();

        assertThat(work.path()).exists();
    }

    @Test
    void aNameIsNotAPath() {
        assertThatThrownBy(() -> WorkDirectory.named("../w")).hasMessage("not a name for a work directory: ../w");
    }
}
