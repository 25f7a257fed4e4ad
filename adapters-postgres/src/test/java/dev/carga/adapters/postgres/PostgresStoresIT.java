package dev.carga.adapters.postgres;

import dev.carga.application.Stores;
import dev.carga.application.control.ActionsAtOnceContract;
import dev.carga.application.control.UndoContract;
import dev.carga.application.control.UploadControlContract;
import dev.carga.application.dispatch.BacklogGaugeContract;
import dev.carga.application.dispatch.PartBacklogContract;
import dev.carga.application.load.DuplicatesContract;
import dev.carga.application.load.LoadingRulesContract;
import dev.carga.application.load.PartAttemptsContract;
import dev.carga.application.load.PartLoaderContract;
import dev.carga.application.load.UnknownColumnsContract;
import dev.carga.application.notify.WebhookStoreContract;
import dev.carga.application.receive.IdempotencyStoreContract;
import dev.carga.application.receive.ReceiverHeartbeatsContract;
import dev.carga.application.receive.RepeatedFilesContract;
import dev.carga.application.receive.ResumableStoreContract;
import dev.carga.application.receive.UploadStoreContract;
import dev.carga.application.report.CorrectionsContract;
import dev.carga.application.report.PurchaseLookupContract;
import dev.carga.application.report.UploadIssuesContract;
import dev.carga.application.report.UploadQueriesContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// The real stores pass the suites that the fake passes. A migration takes longer than a test, so the schema
/// is created once, and its tables are truncated after each test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStoresIT
        implements UploadStoreContract,
                UploadIssuesContract,
                PurchaseLookupContract,
                PartBacklogContract,
                BacklogGaugeContract,
                PartLoaderContract,
                PartAttemptsContract,
                DuplicatesContract,
                UnknownColumnsContract,
                LoadingRulesContract,
                ReceiverHeartbeatsContract,
                RepeatedFilesContract,
                IdempotencyStoreContract,
                ResumableStoreContract,
                UploadControlContract,
                ActionsAtOnceContract,
                UndoContract,
                WebhookStoreContract,
                UploadQueriesContract,
                CorrectionsContract {

    private PostgresStores stores;

    @Override
    public Stores stores() {
        return stores;
    }

    @BeforeAll
    void makeTheSchema() {
        stores = new PostgresStores();
    }

    @AfterEach
    void emptyTheTables() {
        stores.testDatabase()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("TRUNCATE carga_issue, carga_part, carga_upload, user_purchase, carga_dry_run,"
                                + " carga_resumable, carga_request, carga_webhook, carga_replaced_row,"
                                + " carga_unknown_columns"));
    }

    @AfterAll
    void dropTheSchema() {
        stores.close();
    }
}
