package dev.carga.application.fake;

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

/// The fake behaves as the real stores do.
class InMemoryStoresTest
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

    private final Stores stores = new InMemoryStores();

    @Override
    public Stores stores() {
        return stores;
    }
}
