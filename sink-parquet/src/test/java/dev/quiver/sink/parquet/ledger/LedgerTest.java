/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.SealedObject;
import dev.quiver.store.SealedObject.SealedPart;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class LedgerTest {
    private static final PendingFile FILE = new PendingFile(
            new SealedObject(
                    "kind=a/logs+0+00000000000000000005-00000000000000000009.parquet",
                    "staged",
                    "upload",
                    List.of(new SealedPart(1, "\"tag\"", 5_242_880), new SealedPart(2, "\"tug\"", 7))),
            4,
            5,
            9);

    private static Ledger committed() {
        return Ledger.first("task", "layout").commit(7, Map.of("kind=a", 9L, "kind=b", 6L), List.of(FILE));
    }

    @Test
    void aNewLedgerHasNothing() {
        Ledger ledger = Ledger.first("task", "layout");
        assertThat(ledger.nextOffset()).isEqualTo(Ledger.UNKNOWN);
        assertThat(ledger.has("kind=a", 0)).isFalse();
    }

    @Test
    void aCommitHasWhatIsBelowAndWhatIsAhead() {
        Ledger ledger = committed();
        assertThat(ledger.has("kind=b", 6)).isTrue();
        assertThat(ledger.has("kind=b", 7)).isFalse();
        assertThat(ledger.has("kind=a", 9)).isTrue();
        assertThat(ledger.has("kind=a", 10)).isFalse();
        assertThat(ledger.has("kind=c", 7)).isFalse();
    }

    @Test
    void whatTheNextOffsetPassesIsNotAheadAnyMore() {
        assertThat(committed().ahead()).containsOnlyKeys("kind=a");
        assertThat(committed().commit(10, Map.of(), List.of()).ahead()).isEmpty();
    }

    @Test
    void everyStepMakesAnotherLedger() {
        Ledger ledger = committed();
        assertThat(ledger.commit(7, Map.of(), List.of(FILE))).isNotEqualTo(ledger);
        assertThat(ledger.takenOverBy("task", "layout")).isNotEqualTo(ledger);
        assertThat(ledger.rewind(7)).isNotEqualTo(ledger);
    }

    @Test
    void whoeverTakesOverKeepsTheRowsAndTheFiles() {
        Ledger taken = committed().takenOverBy("other", "changed");
        assertThat(taken.epoch()).isEqualTo(2);
        assertThat(taken.owner()).isEqualTo("other");
        assertThat(taken.layout()).isEqualTo("changed");
        assertThat(taken.nextOffset()).isEqualTo(7);
        assertThat(taken.ahead()).isEqualTo(committed().ahead());
        assertThat(taken.pending()).containsExactly(FILE);
    }

    @Test
    void goingBackForgetsWhatWasAhead() {
        Ledger back = committed().rewind(3);
        assertThat(back.has("kind=a", 3)).isFalse();
        assertThat(back.has("kind=a", 2)).isTrue();
    }

    @Test
    void aCommitThatGoesBackIsABug() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> committed().commit(6, Map.of(), List.of()))
                .withMessage("next offset would move back from 7 to 6");
    }

    @Test
    void theFormatIsThatOfTheGoldenFile() throws IOException {
        try (InputStream golden = Objects.requireNonNull(LedgerTest.class.getResourceAsStream("/ledger.golden.json"))) {
            byte[] expected = golden.readAllBytes();
            assertThat(LedgerJson.write(committed()))
                    .asString(UTF_8)
                    .isEqualToIgnoringNewLines(new String(expected, UTF_8).strip());
            assertThat(LedgerJson.read(expected)).isEqualTo(committed());
        }
    }

    @Test
    void aPendingFileKnowsHowMuchItTakes() {
        int without = LedgerJson.write(Ledger.first("task", "layout")).length;
        int with = LedgerJson.write(Ledger.first("task", "layout").commit(7, Map.of(), List.of(FILE))).length;
        assertThat(FILE.ledgerBytes()).isBetween((long) with - without, 3L * (with - without));
    }

    private static String json(String epoch, String owner, String pending) {
        return "{\"version\":1,\"epoch\":" + epoch + ",\"owner\":" + owner
                + ",\"sequence\":0,\"layout\":\"l\",\"nextOffset\":0,\"ahead\":{},\"pending\":[" + pending + "]}";
    }

    @Test
    void whatIsNoLedgerIsRefused() throws IOException {
        assertThat(LedgerJson.read(json("1", "\"a\"", "").getBytes(UTF_8)).owner())
                .isEqualTo("a");
        for (String json : List.of(
                "",
                "[]",
                "{}",
                "not json",
                "{\"version\":2}",
                json("0", "\"a\"", ""),
                json("\"1\"", "\"a\"", ""),
                json("1", "1", ""),
                json("1", "\"a\"", "{}"))) {
            assertThatThrownBy(() -> LedgerJson.read(json.getBytes(UTF_8)))
                    .as(json)
                    .isInstanceOf(IOException.class);
        }
    }
}
