package dev.carga.application.fake;

import dev.carga.application.Stores;
import dev.carga.application.control.UploadControl;
import dev.carga.application.dispatch.BacklogGauge;
import dev.carga.application.dispatch.PartBacklog;
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
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.UploadId;
import java.util.List;

/// A fake of each store port, all over one state in memory. States change by the transitions of the domain.
/// Thread-safe.
public final class InMemoryStores implements Stores {

    private final InMemoryState state = new InMemoryState();
    private final UploadStore uploads = new InMemoryUploadStore(state);
    private final RepeatedFiles repeatedFiles = new InMemoryRepeatedFiles(state);
    private final IdempotencyStore idempotencyStore = new InMemoryIdempotencyStore();
    private final ResumableStore resumables = new InMemoryResumableStore(state);
    private final ReceiverHeartbeats heartbeats = new InMemoryReceiverHeartbeats(state);
    private final PartBacklog backlog = new InMemoryPartBacklog(state);
    private final BacklogGauge backlogGauge = new InMemoryBacklogGauge(state);
    private final PartLoader loader = new InMemoryPartLoader(state);
    private final PartAttempts attempts = new InMemoryPartAttempts(state);
    private final UploadControl control = new InMemoryUploadControl(state);
    private final UploadQueries queries = new InMemoryUploadQueries(state);
    private final UploadIssues issues = new InMemoryUploadIssues(state);
    private final PurchaseLookup purchases = new InMemoryPurchaseLookup(state);
    private final WebhookStore webhooks = new InMemoryWebhookStore(state);

    @Override
    public UploadStore uploads() {
        return uploads;
    }

    @Override
    public RepeatedFiles repeatedFiles() {
        return repeatedFiles;
    }

    @Override
    public IdempotencyStore idempotencyStore() {
        return idempotencyStore;
    }

    @Override
    public ResumableStore resumables() {
        return resumables;
    }

    @Override
    public ReceiverHeartbeats heartbeats() {
        return heartbeats;
    }

    @Override
    public PartBacklog backlog() {
        return backlog;
    }

    @Override
    public BacklogGauge backlogGauge() {
        return backlogGauge;
    }

    @Override
    public PartLoader loader() {
        return loader;
    }

    @Override
    public PartAttempts attempts() {
        return attempts;
    }

    @Override
    public UploadControl control() {
        return control;
    }

    @Override
    public UploadQueries queries() {
        return queries;
    }

    @Override
    public UploadIssues issues() {
        return issues;
    }

    @Override
    public PurchaseLookup purchases() {
        return purchases;
    }

    @Override
    public WebhookStore webhooks() {
        return webhooks;
    }

    /// Does not count as a call: it also works while the store is away.
    @Override
    public List<Purchase> rows() {
        synchronized (state) {
            return state.table.rows();
        }
    }

    /// The parts of an upload as they were cut.
    public List<CutPart> cutParts(UploadId upload) {
        return state.call(() -> state.parts(upload).map(part -> part.cut).toList());
    }

    /// The next `calls` calls of any port but [#idempotencyStore] fail as if the store were away; 0 ends an
    /// outage.
    public void failNextCalls(int calls) {
        state.failNextCalls(calls);
    }
}
