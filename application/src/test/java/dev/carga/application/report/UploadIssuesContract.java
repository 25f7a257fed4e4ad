package dev.carga.application.report;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.line;
import static dev.carga.application.Stores.part;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.Stores;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.report.UploadIssues.Filter;
import dev.carga.application.report.UploadIssues.Lines;
import dev.carga.application.report.UploadIssues.Place;
import dev.carga.application.report.UploadIssues.StoredIssue;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [UploadIssues] does.
public interface UploadIssuesContract {

    Stores stores();

    private void load(UploadId upload, int... parts) {
        for (int part : parts) {
            stores().loader().load(new PartRef(upload, part), READING);
        }
    }

    private List<String> issues(UploadId upload, Filter filter) {
        return stores().issues().after(upload, Place.START, 100, filter).stream()
                .map(UploadIssuesContract::describe)
                .toList();
    }

    private static String describe(StoredIssue stored) {
        var issue = stored.issue();
        String column = issue.column() == null ? "-" : issue.column().key();
        String rejected = issue.rejected() == null ? "" : " <" + new String(issue.rejected(), UTF_8) + ">";
        return issue.line() + " " + issue.code().key() + " " + column + " " + issue.value() + rejected;
    }

    private UploadId twoParts() {
        UploadId upload = stores().queued(
                        part(1, 2, "1 2 3", "041.091.641-25 x 0 NULL 1,5 a NULL NULL"),
                        part(
                                2,
                                4,
                                "NULL 0 0 NULL NULL NULL NULL NULL",
                                line("000.000.001-91"),
                                "041.091.641-26 0 0 NULL NULL NULL NULL NULL"));
        load(upload, 2, 1);
        return upload;
    }

    @Test
    default void issuesOfAllPartsAreInFileOrder() {
        UploadId upload = twoParts();
        assertThat(issues(upload, Filter.NONE))
                .containsExactly(
                        "2 wrong_columns - null <1 2 3>",
                        "3 invalid_private private x",
                        "3 invalid_ticket_ultima_compra ticket_ultima_compra a",
                        "4 missing_cpf cpf NULL <NULL 0 0 NULL NULL NULL NULL NULL>",
                        "6 invalid_cpf cpf 041.091.641-26");
        assertThat(stores().issues().count(upload)).contains(5L);
    }

    @Test
    default void issuesAreReadPageByPage() {
        UploadId upload = twoParts();
        List<String> all = new ArrayList<>();
        Place place = Place.START;
        while (true) {
            List<StoredIssue> page = stores().issues().after(upload, place, 2, Filter.NONE);
            page.forEach(kept -> all.add(describe(kept)));
            if (page.size() < 2) {
                break;
            }
            place = page.getLast().place();
        }
        assertThat(all).isEqualTo(issues(upload, Filter.NONE));
    }

    @Test
    default void issuesAreFilteredByCode() {
        UploadId upload = twoParts();
        assertThat(issues(upload, new Filter(IssueCode.INVALID_CPF, Lines.ALL)))
                .containsExactly("6 invalid_cpf cpf 041.091.641-26");
        assertThat(issues(upload, new Filter(null, Lines.REJECTED))).hasSize(2).allMatch(issue -> issue.endsWith(">"));
        assertThat(issues(upload, new Filter(IssueCode.INVALID_CPF, Lines.REJECTED)))
                .isEmpty();
    }

    @Test
    default void flawedLineIsStoredWithItsFirstIssue() {
        UploadId upload = twoParts();
        assertThat(stores().issues().after(upload, Place.START, 100, new Filter(null, Lines.READ)).stream()
                        .map(kept -> kept.issue().code().key() + " "
                                + asText(kept.issue().flawed())))
                .containsExactly(
                        "invalid_private 041.091.641-25 x 0 NULL 1,5 a NULL NULL",
                        "invalid_ticket_ultima_compra null",
                        "invalid_cpf 041.091.641-26 0 0 NULL NULL NULL NULL NULL");
        assertThat(stores().issues().countLines(upload, Lines.REJECTED)).isEqualTo(2);
        assertThat(stores().issues().countLines(upload, Lines.READ)).isEqualTo(2);
        assertThat(stores().issues().countLines(upload, Lines.ALL)).isEqualTo(4);
        assertThat(stores().issues().countLines(UploadId.random(), Lines.ALL)).isZero();
    }

    /// Under the first header, its values would be in the wrong columns.
    @Test
    default void lineBelowALaterHeaderIsStoredWithThatHeader() {
        FileColumns other = FileColumns.of(Column.ALL.reversed());
        UploadId upload = UploadId.random();
        Layout layout = Layout.plain(TextEncoding.UTF_8, Separator.SEMICOLON, FileColumns.ALL, true, Layout.LineEnd.LF);
        UploadOptions options = UploadOptions.of(DuplicatePolicy.FAIL);
        stores().uploads().open(upload, new UploadStore.Opening("a.csv", layout, options, Traces.TRACE));
        byte[] line = ";;;;;;0;\n".getBytes(UTF_8);
        stores().uploads().add(upload, new CutPart(1, 2, 1, null, line));
        stores().uploads().add(upload, new CutPart(2, 4, 1, other, line));
        stores().backlog().queueNext(upload, 8);
        load(upload, 1, 2);
        assertThat(stores().issues().after(upload, Place.START, 100, Filter.NONE))
                .extracting(kept -> kept.issue().columns())
                .containsExactly(null, other);
    }

    private static @Nullable String asText(byte @Nullable [] line) {
        return line == null ? null : new String(line, UTF_8);
    }

    @Test
    default void duplicatesLeftOutAreIssues() {
        UploadId upload = stores().queued(
                        DuplicatePolicy.SKIP,
                        part(1, 1, line("041.091.641-25"), line("000.000.001-91")),
                        part(2, 3, line("041.091.641-25"), "x", line("000.000.001-91")));
        load(upload, 1, 2);
        assertThat(issues(upload, Filter.NONE))
                .containsExactly(
                        "3 duplicate_cpf cpf 041.091.641-25",
                        "4 wrong_columns - null <x>",
                        "5 duplicate_cpf cpf 000.000.001-91");
    }

    @Test
    default void failedPartHasNoIssues() {
        UploadId upload = stores().queued(part(1, 1, "x", line("041.091.641-25"), line("041.091.641-25")));
        load(upload, 1);
        assertThat(issues(upload, Filter.NONE)).isEmpty();
        assertThat(stores().issues().count(upload)).contains(0L);
    }

    @Test
    default void issuesStayAfterUndo() {
        UploadId upload = twoParts();
        stores().control().withdraw(upload, Withdrawal.UNDONE);
        assertThat(issues(upload, Filter.NONE)).hasSize(5);
    }

    @Test
    default void issuesAreSeparateByUploadAndUnknownUploadIsReported() {
        UploadId one = twoParts();
        UploadId other = stores().queued(part(1, 1, "y"));
        load(other, 1);
        assertThat(issues(one, Filter.NONE)).hasSize(5);
        assertThat(issues(other, Filter.NONE)).hasSize(1);
        assertThat(stores().issues().count(UploadId.random())).isEmpty();
    }
}
