package dev.carga.bootstrap.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.report.UploadView.Removal;
import dev.carga.bootstrap.cli.client.FailedPart;
import dev.carga.bootstrap.cli.client.UploadDetails;
import dev.carga.bootstrap.cli.client.UploadDetails.Chain;
import dev.carga.bootstrap.cli.client.UploadDetails.Content;
import dev.carga.bootstrap.cli.client.UploadDetails.Correction;
import dev.carga.bootstrap.cli.client.UploadDetails.Lines;
import dev.carga.bootstrap.cli.client.UploadDetails.Options;
import dev.carga.bootstrap.cli.client.UploadDetails.Parts;
import dev.carga.bootstrap.cli.client.UploadDetails.Times;
import dev.carga.bootstrap.cli.client.UploadDetails.UploadWarning;
import dev.carga.domain.Nullable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UploadMessagesTest {

    private static final String ID = "123e4567-e89b-42d3-a456-426614174000";
    private static final Chain NO_CHAIN = new Chain(null, List.of(), 0);
    private static final Parts ONE_FAILED = parts(1, 2, 1);
    private static final Parts ALL_LOADED = parts(0, 1, 0);

    private static Parts parts(int received, int loaded, int failed) {
        Map<String, Integer> byState = new LinkedHashMap<>();
        byState.put("received", received);
        byState.put("queued", 0);
        byState.put("loaded", loaded);
        byState.put("failed", failed);
        return new Parts(received + loaded + failed, byState);
    }

    private static UploadDetails upload(String state) {
        return upload("a.txt", state, ONE_FAILED, NO_CHAIN, null);
    }

    private static UploadDetails upload(
            String name, String state, Parts parts, Chain chain, @Nullable String abortion) {
        return new UploadDetails(
                ID,
                name,
                state,
                false,
                new Options(
                        "skip",
                        List.of("update"),
                        Map.of("on_invalid", "keep", "max_rejects", "5%"),
                        Map.of("decimal", "point")),
                new Content(152_164L, "ab12"),
                new Times(
                        Instant.parse("2026-11-24T23:27:25.054Z"),
                        null,
                        null,
                        null,
                        null,
                        Instant.parse("2026-11-24T23:28:00Z")),
                new Lines(31_000, 20_000, 1234L),
                parts,
                new Removal(1200, 45, 3),
                chain,
                Map.of("total_rows", 20_000L, "total_added", 19_990L, "total_rejected", 10L),
                abortion,
                List.of(new UploadWarning("digits_lost", "Digits\nare lost")));
    }

    @Test
    void tableHasOneLineForEachUploadUnderItsHeading() {
        assertThat(UploadMessages.heading().stripTrailing().split(" {2,}", -1))
                .containsExactly("ID", "STATE", "LINES", "LOADED/FAILED/ALL", "OPENED", "NAME");
        assertThat(UploadMessages.row(upload("loading")).stripTrailing().split(" {2,}", -1))
                .containsExactly(ID, "loading", "31,000", "2/1/4", "2026-11-24 23:27:25Z", "a.txt");
    }

    @Test
    void nameCannotControlTheTerminal() {
        assertThat(UploadMessages.row(upload("a\u001b[2J\n\u202eb.txt", "loading", ONE_FAILED, NO_CHAIN, null)))
                .endsWith("  a?[2J??b.txt" + System.lineSeparator())
                .hasLineCount(1);
    }

    @Test
    void fullReportHasFailuresAndCounters() {
        String text = UploadMessages.inFull(upload("loading"), List.of(new FailedPart(3, "duplicate key", 20_005L)));
        assertThat(text.lines())
                .startsWith("a.txt", "  upload          " + ID)
                .contains(
                        "  state           loading: the file is received; some parts are not processed yet",
                        "  on duplicate    skip; failed parts retried with: update",
                        "  bytes           152,164",
                        "  SHA-256         ab12",
                        "  opened          2026-11-24 23:27:25Z",
                        "  estimated end   2026-11-24 23:28:00Z",
                        "  rows per second 1,234",
                        "  lines           31,000 received, 20,000 processed",
                        "  parts           4 (1 received, 2 loaded, 1 failed)",
                        "  options         max_rejects=5% decimal=point",
                        "  note            Digits?are lost",
                        "  part 3 failed at line 20005: duplicate key");
        assertThat(text)
                .containsPattern("added +19,990 {2}total_added")
                .doesNotContain("finished", "withdrawn", "removed", "correct");
    }

    @Test
    void correctionsAreListedWithTheOpenRejects() {
        Chain chain = new Chain(
                ID,
                List.of(
                        new Correction(ID, "completed", false, 7, 1, 2),
                        new Correction(ID, "completed", true, 2, 0, 0)),
                1200);
        String text = UploadMessages.inFull(upload("a.txt", "completed", ALL_LOADED, chain, null), List.of());
        assertThat(text.lines())
                .contains(
                        "  corrects        " + ID,
                        "  corrected by    " + ID + ": completed, 7 added, 1 updated, 2 rejected",
                        "  corrected by    " + ID + " (dry run): completed, 2 added, 0 updated, 0 rejected",
                        "  open rejects    1,200");
    }

    @Test
    void removedRowsAreReportedForAnUndoAlone() {
        assertThat(UploadMessages.inFull(upload("undoing"), List.of()))
                .contains("rows            1,200 removed, 45 restored, 3 kept as they are");
        assertThat(UploadMessages.end(upload("undone")))
                .startsWith(ID + ": undone; parts: 4 (")
                .contains("; rows: 1,200 removed, 45 restored, 3 kept as they are");
        assertThat(UploadMessages.end(upload("completed"))).doesNotContain("removed");
    }

    @Test
    void failedUploadSaysWhyItFailed() {
        UploadDetails withoutRows = upload("a.txt", "failed", ALL_LOADED, NO_CHAIN, null);
        UploadDetails aborted = upload("a.txt", "failed", ALL_LOADED, NO_CHAIN, "More lines have a flaw than allowed");
        assertThat(UploadMessages.inFull(upload("failed"), List.of())).contains("failed: no part is loaded");
        assertThat(UploadMessages.inFull(withoutRows, List.of())).contains("failed: no line of the file became a row");
        assertThat(UploadMessages.inFull(aborted, List.of())).contains("failed: More lines have a flaw than allowed");
        assertThat(UploadMessages.end(withoutRows))
                .startsWith(ID + ": failed, no line of the file became a row; parts: 1 (1 loaded)");
    }

    @Test
    void stateOfANewerServerIsNamed() {
        assertThat(UploadMessages.unknownState(upload("archived"))).contains("archived");
    }
}
