package dev.carga.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.bootstrap.cli.LoadTarget.FailedPart;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadMessagesTest {

    private static final String ID = "123e4567-e89b-42d3-a456-426614174000";

    private static JsonNode upload(String state, String more) {
        try {
            return new ObjectMapper().readTree("""
                            {"id":"%s","name":"a.txt","state":"%s","on_duplicate":"skip","bytes":152164,"sha256":"ab12",
                             "opened_at":"2026-11-24T23:27:25.054Z","received_at":null,
                             "rows":{"received":31000,"settled":20000,"removed":1200,"restored":45,"kept":3},
                             "parts":{"total":4,"received":1,"queued":0,"loaded":2,"failed":1,"cancelled":0,"undone":0},
                             "counters":{"total_rows":20000,"total_added":19990,"total_rejected":10}%s}""".formatted(ID, state, more));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRowOfTheTableIsOneLineUnderItsHeading() {
        assertThat(UploadMessages.heading().stripTrailing().split(" {2,}", -1))
                .containsExactly("ID", "STATE", "LINES", "LOADED/FAILED/ALL", "OPENED", "NAME");
        assertThat(UploadMessages.row(upload("loading", "")).stripTrailing().split(" {2,}", -1))
                .containsExactly(ID, "loading", "31,000", "2/1/4", "2026-11-24 23:27:25Z", "a.txt");
    }

    @Test
    void theNameCannotWriteOverTheTerminal() {
        assertThat(UploadMessages.row(upload("loading", ",\"name\":\"a\\u001b[2J\\n\\u202eb.txt\"")))
                .endsWith("  a?[2J??b.txt" + System.lineSeparator())
                .hasLineCount(1);
    }

    @Test
    void anUploadIsToldInFullWithItsFailuresAndCounters() {
        String text = UploadMessages.inFull(
                upload("loading", ",\"estimated_end\":\"2026-11-24T23:28:00Z\",\"rows_per_second\":1234"),
                List.of(new FailedPart(3, "duplicate key", 20_005L)));
        assertThat(text.lines())
                .startsWith("a.txt", "  upload          " + ID)
                .contains(
                        "  state           loading: the file has come, and some parts have no answer yet",
                        "  on duplicate    skip",
                        "  bytes           152,164",
                        "  SHA-256         ab12",
                        "  opened          2026-11-24 23:27:25Z",
                        "  estimated end   2026-11-24 23:28:00Z",
                        "  rows per second 1,234",
                        "  lines           31,000 came, 20,000 have their answer",
                        "  parts           4 (1 received, 2 loaded, 1 failed)",
                        "  part 3 failed at line 20005: duplicate key");
        assertThat(text)
                .containsPattern("added +19,990 {2}total_added")
                .doesNotContain("finished", "withdrawn", "removed");
    }

    @Test
    void whatCorrectsAnUploadIsToldAndHowManyLinesAreStillOpen() {
        String text = UploadMessages.inFull(upload("completed", """
                        ,"corrects":"%1$s","open_rejects":1200,"corrections":[
                        {"id":"%1$s","state":"completed","dry_run":false,"added":7,"updated":1,"rejected":2},
                        {"id":"%1$s","state":"completed","dry_run":true,"added":2,"updated":0,"rejected":0}]""".formatted(ID)), List.of());
        assertThat(text.lines())
                .contains(
                        "  corrects        " + ID,
                        "  corrected by    " + ID + ": completed, 7 added, 1 updated, 2 rejected",
                        "  corrected by    " + ID + " (dry run): completed, 2 added, 0 updated, 0 rejected",
                        "  open rejects    1,200");
        assertThat(UploadMessages.inFull(upload("completed", ",\"corrects\":null,\"corrections\":[]"), List.of()))
                .doesNotContain("correct", "open rejects");
    }

    @Test
    void whatUndoDidIsToldOfAnUndoneUploadAlone() {
        assertThat(UploadMessages.inFull(upload("undoing", ""), List.of()))
                .contains("rows            1,200 removed, 45 restored, 3 kept as they are");
        assertThat(UploadMessages.end(upload("undone", "")))
                .startsWith(ID + ": undone; parts: 4 (")
                .contains("; rows: 1,200 removed, 45 restored, 3 kept as they are");
        assertThat(UploadMessages.end(upload("completed", ""))).doesNotContain("removed");
    }

    @Test
    void anUploadThatHasFailedSaysWhy() {
        String parts = ",\"parts\":{\"total\":1,\"loaded\":1,\"failed\":0}";
        String aborted = ",\"aborted\":{\"code\":\"too_many_flaws\",\"detail\":\"More lines have a flaw than may\"}";
        assertThat(UploadMessages.inFull(upload("failed", ""), List.of())).contains("failed: no part is loaded");
        assertThat(UploadMessages.inFull(upload("failed", parts), List.of()))
                .contains("failed: no line of the file gave a row");
        assertThat(UploadMessages.inFull(upload("failed", parts + aborted), List.of()))
                .contains("failed: More lines have a flaw than may");
        assertThat(UploadMessages.end(upload("failed", parts)))
                .startsWith(ID + ": failed, no line of the file gave a row; parts: 1 (1 loaded)");
    }

    @Test
    void aStateOfALaterVersionIsRefusedByName() {
        assertThatThrownBy(() -> UploadMessages.state(upload("archived", "")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("archived");
    }
}
