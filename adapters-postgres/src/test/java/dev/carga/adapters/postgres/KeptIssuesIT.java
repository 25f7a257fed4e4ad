package dev.carga.adapters.postgres;

import static dev.carga.application.Stores.READING;
import static dev.carga.application.Stores.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.postgres.rows.IssueRows;
import dev.carga.application.report.UploadIssues.Filter;
import dev.carga.application.report.UploadIssues.Limits;
import dev.carga.application.report.UploadIssues.Place;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How many issues of an upload are stored.
class KeptIssuesIT {

    private final PostgresStores stores = new PostgresStores();

    @AfterEach
    void dropTheSchema() {
        stores.close();
    }

    private IssueRows.Stored insert(int upload, int issues, byte[] rejected, Limits limits) {
        List<LineIssue> found = IntStream.range(0, issues)
                .mapToObj(i -> new LineIssue(i + 1, IssueCode.MISSING_CPF, Column.CPF, "NULL", rejected))
                .toList();
        return stores.testDatabase().jdbi().inTransaction(handle -> IssueRows.insert(handle, upload, found, limits));
    }

    private int internalId(UploadId upload) {
        return stores.testDatabase()
                .jdbi()
                .withHandle(handle -> handle.select("SELECT id FROM carga_upload WHERE message_id = ?", upload.value())
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void issuesBeyondTheLimitsAreNotStored() {
        int upload = internalId(stores.upload());
        assertThat(insert(upload, 5, new byte[10], new Limits(3, 1000))).isEqualTo(new IssueRows.Stored(3, 30));
        assertThat(insert(upload, 5, new byte[10], new Limits(100, 25))).isEqualTo(new IssueRows.Stored(2, 20));
        assertThat(insert(upload, 5, new byte[10], new Limits(0, 1000))).isEqualTo(new IssueRows.Stored(0, 0));
    }

    @Test
    void issuesOfOtherPartsCountTowardsTheLimits() {
        UploadId upload = stores.queued(part(1, 1, "x", "y"), part(2, 3, "z"));
        stores.loader().load(new PartRef(upload, 1), READING);
        int id = internalId(upload);
        assertThat(insert(id, 5, new byte[1], new Limits(4, 1000))).isEqualTo(new IssueRows.Stored(2, 2));
        assertThat(insert(id, 5, new byte[1], new Limits(100, 4))).isEqualTo(new IssueRows.Stored(2, 2));
    }

    @Test
    void loaderWithLimitZeroOnlyCountsIssues() {
        UploadId upload = stores.queued(part(1, 1, "x", "y"));
        stores.loader(new Limits(0, 1000)).load(new PartRef(upload, 1), READING);
        assertThat(stores.issues().after(upload, Place.START, 10, Filter.NONE)).isEmpty();
        assertThat(stores.issues().count(upload)).contains(0L);
        assertThat(stores.queries().summary(upload).orElseThrow().counters().of(Counter.WRONG_COLUMNS))
                .isEqualTo(2);
    }

    /// It has the issues of the load that succeeded.
    @Test
    void retriedPartHasEachIssueOnce() {
        UploadId upload = stores.queued(part(1, 1, "x", "041.091.641-25 0 1 NULL NULL NULL NULL NULL"));
        stores.loader().load(new PartRef(upload, 1), READING);
        UploadId again = stores.queued(part(1, 1, "x", "041.091.641-25 0 1 NULL NULL NULL NULL NULL"));
        stores.loader().load(new PartRef(again, 1), READING);
        assertThat(stores.issues().after(again, Place.START, 10, Filter.NONE)).isEmpty();
        stores.control().retry(again, dev.carga.domain.upload.DuplicatePolicy.SKIP);
        stores.backlog().queueNext(again, 8);
        stores.loader().load(new PartRef(again, 1), READING);
        assertThat(stores.issues().after(again, Place.START, 10, Filter.NONE))
                .extracting(kept -> kept.issue().code())
                .containsExactly(IssueCode.WRONG_COLUMNS, IssueCode.DUPLICATE_CPF);
    }
}
