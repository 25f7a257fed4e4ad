package dev.carga.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.receive.Openings;
import dev.carga.application.report.UploadView.Webhook;
import dev.carga.application.report.UploadView.Webhook.State;
import dev.carga.application.trace.Traces;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `carga_upload` was truncated and `carga_webhook` was not: the ids of uploads start again.
class WebhookRowsIT {

    private final PostgresStores stores = new PostgresStores();

    @AfterEach
    void dropTheSchema() {
        stores.close();
    }

    @BeforeEach
    void emptyTheUploads() {
        stores.uploads().open(UploadId.random(), Openings.withWebhook("https://old.example"));
        stores.testDatabase()
                .jdbi()
                .useHandle(handle -> handle.execute("TRUNCATE carga_upload, carga_part, carga_issue RESTART IDENTITY"));
    }

    private UploadId ended(UploadId upload) {
        stores.uploads().close(upload, ReceptionState.RECEIVED, 0, "0".repeat(64));
        return upload;
    }

    @Test
    void rowWithoutAnUploadIsNeverClaimed() {
        assertThat(stores.webhooks().claim(Duration.ZERO, 10)).isEmpty();
    }

    @Test
    void uploadWithoutWebhookInheritsNone() {
        UploadId upload = UploadId.random();
        stores.uploads().open(upload, Openings.of("a.txt", DuplicatePolicy.FAIL, Traces.TRACE));
        assertThat(stores.webhooks().claim(Duration.ZERO, 10)).isEmpty();
        assertThat(stores.queries().summary(ended(upload)).orElseThrow().webhook())
                .isNull();
    }

    @Test
    void uploadWithWebhookHasItsOwn() {
        UploadId upload = UploadId.random();
        stores.uploads().open(upload, Openings.withWebhook("https://new.example"));
        assertThat(stores.queries().summary(ended(upload)).orElseThrow().webhook())
                .isEqualTo(new Webhook("https://new.example", State.PENDING, 0, null, null));
    }
}
