/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.arrow.NullHandling;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CommitPlanTest {
    private static CommitPlan.Candidate file(String directory, long first, long last, long ledgerBytes) {
        FinishedFile finished =
                new FinishedFile(directory + first, directory, Records.P0, first, last, 1, new ChunkedBytes());
        OutputFile file = new OutputFile(Records.P0, directory, first, 0, 0);
        SourcePartition source = new SourcePartition();
        return new CommitPlan.Candidate(
                new OpenFile(file, gatherer(), source, source.begin(first)), finished, directory, ledgerBytes);
    }

    private static Gatherer gatherer() {
        return Gatherer.ofRows(
                Records.SCHEMA,
                SideColumns.of(List.of(), RecordKeys.TEXT, null),
                new RowContext(NullHandling.KEEP, new SettableClock()));
    }

    private static List<Long> chosen(CommitPlan plan, boolean getsOn, CommitPlan.Candidate... files) {
        return plan.choose(List.of(files), unit -> getsOn).stream()
                .map(file -> file.finished().firstOffset())
                .toList();
    }

    @Test
    void theOldestFilesComeFirst() {
        assertThat(chosen(new CommitPlan(Set.of()), false, file("b", 7, 9, 1), file("a", 0, 20, 1), file("c", 3, 3, 1)))
                .containsExactly(0L, 3L, 7L);
    }

    @Test
    void aCommitHasOnlySoManyFiles() {
        List<CommitPlan.Candidate> files = new ArrayList<>();
        for (int offset = 0; offset <= CommitPlan.FILES_MAX; offset++) {
            files.add(file("a", offset, offset, 1));
        }
        assertThat(new CommitPlan(Set.of()).choose(files, unit -> true)).hasSize(CommitPlan.FILES_MAX);
    }

    @Test
    void aCommitHasOnlySoManyBytes() {
        long half = CommitPlan.BYTES_MAX / 2;
        assertThat(chosen(new CommitPlan(Set.of()), true, file("a", 0, 1, half), file("a", 2, 3, half)))
                .containsExactly(0L);
        assertThat(chosen(new CommitPlan(Set.of("a")), true, file("a", 0, 1, half - 50), file("a", 2, 3, half - 50)))
                .containsExactly(0L, 2L);
    }

    /** The offset of an output partition would hide the rows of the file that was left behind. */
    @Test
    void filesThatOverlapStayTogether() {
        long third = CommitPlan.BYTES_MAX / 3;
        assertThat(chosen(
                        new CommitPlan(Set.of()),
                        true,
                        file("a", 0, 1, third),
                        file("b", 2, 9, third),
                        file("b", 5, 6, third)))
                .containsExactly(0L);
    }

    @Test
    void whatIsTooLargeIsCommittedWhereNothingElseGetsOn() {
        CommitPlan.Candidate large = file("a", 0, 1, CommitPlan.BYTES_MAX);
        assertThat(chosen(new CommitPlan(Set.of()), true, large, file("b", 2, 3, 1)))
                .containsExactly(0L);
        assertThat(chosen(new CommitPlan(Set.of()), false, large)).isEmpty();
    }
}
