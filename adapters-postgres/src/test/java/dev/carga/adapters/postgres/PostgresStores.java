package dev.carga.adapters.postgres;

import dev.carga.application.Stores;
import dev.carga.application.control.UploadControl;
import dev.carga.application.dispatch.BacklogGauge;
import dev.carga.application.dispatch.PartBacklog;
import dev.carga.application.load.LoadingMeter;
import dev.carga.application.load.PartAttempts;
import dev.carga.application.load.PartLoader;
import dev.carga.application.notify.WebhookStore;
import dev.carga.application.receive.IdempotencyStore;
import dev.carga.application.receive.ReceiverHeartbeats;
import dev.carga.application.receive.RepeatedFiles;
import dev.carga.application.receive.ResumableStore;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.report.PurchaseLookup;
import dev.carga.application.report.UploadIssues;
import dev.carga.application.report.UploadQueries;
import dev.carga.domain.Nullable;
import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.Document;
import dev.carga.domain.document.InvalidDocument;
import dev.carga.domain.purchase.Purchase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/// The real stores, in a separate schema.
final class PostgresStores implements Stores, AutoCloseable {

    private final TestDatabase testDatabase = new TestDatabase();
    private final Database database = Database.open(testDatabase.settings(16));

    TestDatabase testDatabase() {
        return testDatabase;
    }

    @Override
    public UploadStore uploads() {
        return database.uploadStore();
    }

    @Override
    public IdempotencyStore idempotencyStore() {
        return database.idempotencyStore();
    }

    @Override
    public RepeatedFiles repeatedFiles() {
        return database.repeatedFiles();
    }

    @Override
    public ResumableStore resumables() {
        return database.resumableStore();
    }

    @Override
    public PartBacklog backlog() {
        return database.partBacklog();
    }

    @Override
    public BacklogGauge backlogGauge() {
        return database.backlogGauge();
    }

    @Override
    public PartLoader loader() {
        return loader(LoadingMeter.none());
    }

    PartLoader loader(LoadingMeter meter) {
        return database.partLoader(meter, Retention.DEFAULT);
    }

    PartLoader loader(UploadIssues.Limits limits) {
        return database.partLoader(LoadingMeter.none(), new Retention(limits, Retention.DEFAULT.replacedRows()));
    }

    @Override
    public ReceiverHeartbeats heartbeats() {
        return database.receiverHeartbeats();
    }

    @Override
    public PartAttempts attempts() {
        return database.partAttempts();
    }

    @Override
    public UploadControl control() {
        return database.uploadControl();
    }

    @Override
    public PurchaseLookup purchases() {
        return database.purchaseLookup();
    }

    @Override
    public UploadIssues issues() {
        return database.uploadIssues();
    }

    @Override
    public WebhookStore webhooks() {
        return database.webhookStore();
    }

    @Override
    public UploadQueries queries() {
        return database.uploadQueries();
    }

    @Override
    public List<Purchase> rows() {
        return testDatabase
                .jdbi()
                .withHandle(handle -> handle.select("SELECT * FROM user_purchase")
                        .map((row, _) -> purchase(row))
                        .list());
    }

    private static Purchase purchase(ResultSet row) throws SQLException {
        String cpf = row.getString("cpf");
        return new Purchase(
                row.getLong("line"),
                row.getBoolean("cpf_valido") ? Cpf.read(cpf) : new InvalidDocument(cpf),
                row.getObject("private", Boolean.class),
                row.getObject("incompleto", Boolean.class),
                row.getObject("data_ultima_compra", LocalDate.class),
                row.getBigDecimal("ticket_medio"),
                row.getBigDecimal("ticket_ultima_compra"),
                store(row.getString("loja_mais_frequente"), row, "cnpj_loja_mais_frequente_valido"),
                store(row.getString("loja_ultima_compra"), row, "cnpj_loja_ultima_compra_valido"));
    }

    private static @Nullable Document store(@Nullable String text, ResultSet row, String validity) throws SQLException {
        if (text == null) {
            return null;
        }
        return row.getBoolean(validity) ? Cnpj.read(text) : new InvalidDocument(text);
    }

    @Override
    public void close() {
        database.close();
        testDatabase.close();
    }
}
