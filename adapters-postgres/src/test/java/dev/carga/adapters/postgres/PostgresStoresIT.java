package dev.carga.adapters.postgres;

import dev.carga.application.Stores;
import dev.carga.application.dispatch.PartBacklogContract;
import dev.carga.application.load.PartLoaderContract;
import dev.carga.application.receive.UploadStoreContract;
import dev.carga.application.report.UploadReportsContract;
import org.junit.jupiter.api.AfterEach;

/// The real stores pass the suites that the fake passes.
class PostgresStoresIT implements UploadStoreContract, PartBacklogContract, PartLoaderContract, UploadReportsContract {

    private final PostgresStores stores = new PostgresStores();

    @Override
    public Stores stores() {
        return stores;
    }

    @AfterEach
    void dropTheSchema() {
        stores.close();
    }
}
