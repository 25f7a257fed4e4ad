package dev.carga.application;

import dev.carga.application.control.UploadControl;
import dev.carga.application.dispatch.BacklogGauge;
import dev.carga.application.dispatch.PartBacklog;
import dev.carga.application.load.PartAttempts;
import dev.carga.application.load.PartLoader;
import dev.carga.application.notify.WebhookStore;
import dev.carga.application.receive.IdempotencyStore;
import dev.carga.application.receive.Openings;
import dev.carga.application.receive.ReceiverHeartbeats;
import dev.carga.application.receive.RepeatedFiles;
import dev.carga.application.receive.ResumableStore;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.report.PurchaseLookup;
import dev.carga.application.report.UploadIssues;
import dev.carga.application.report.UploadQueries;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/// The store ports that a contract suite tests, all over the same storage, which is empty at first. The fakes
/// and each real adapter provide one.
public interface Stores {

    /// Parses a part as the workers do.
    PartLoader.Reading READING = new PartParser(1 << 16)::parse;

    UploadStore uploads();

    RepeatedFiles repeatedFiles();

    IdempotencyStore idempotencyStore();

    ResumableStore resumables();

    PartBacklog backlog();

    BacklogGauge backlogGauge();

    PartLoader loader();

    ReceiverHeartbeats heartbeats();

    PartAttempts attempts();

    UploadControl control();

    UploadQueries queries();

    UploadIssues issues();

    PurchaseLookup purchases();

    WebhookStore webhooks();

    /// The rows of `user_purchase`, in any order.
    List<Purchase> rows();

    /// A new upload with these parts, all received.
    default UploadId upload(CutPart... parts) {
        return upload(DuplicatePolicy.FAIL, parts);
    }

    default UploadId upload(DuplicatePolicy policy, CutPart... parts) {
        UploadId upload = UploadId.random();
        uploads().open(upload, Openings.of("base_teste.txt", policy, Traces.TRACE));
        for (CutPart part : parts) {
            uploads().add(upload, part);
        }
        return upload;
    }

    /// A new upload with a webhook and these parts, all received.
    default UploadId uploadWithWebhook(String webhook, CutPart... parts) {
        UploadId upload = UploadId.random();
        uploads().open(upload, Openings.withWebhook(webhook));
        for (CutPart part : parts) {
            uploads().add(upload, part);
        }
        return upload;
    }

    /// A new upload under these rules with these parts, all queued.
    default UploadId queued(LoadingRules rules, CutPart... parts) {
        UploadId upload = UploadId.random();
        uploads()
                .open(
                        upload,
                        new UploadStore.Opening(
                                "base_teste.txt", Openings.BLANK_ALIGNED, UploadOptions.of(rules), Traces.TRACE));
        for (CutPart part : parts) {
            uploads().add(upload, part);
        }
        backlog().queueNext(upload, parts.length);
        return upload;
    }

    /// A new upload with these parts, all queued.
    default UploadId queued(CutPart... parts) {
        return queued(DuplicatePolicy.FAIL, parts);
    }

    default UploadId queued(DuplicatePolicy policy, CutPart... parts) {
        UploadId upload = upload(policy, parts);
        backlog().queueNext(upload, parts.length);
        return upload;
    }

    default PartState stateOf(PartRef part) {
        return queries().legacyStatus(part.upload()).orElseThrow().parts().stream()
                .filter(report -> report.number() == part.number())
                .findFirst()
                .orElseThrow()
                .state();
    }

    /// A part of these lines.
    ///
    /// @param firstLine the number of the first of them in the file
    static CutPart part(int number, long firstLine, String... lines) {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return new CutPart(number, firstLine, lines.length, bytes);
    }

    /// A line with this CPF and nothing else.
    static String line(String cpf) {
        return cpf + " 0 1 NULL NULL NULL NULL NULL";
    }

    /// Waits until a withdrawal is finished.
    static void finish(UploadControl control, UploadId upload) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> control.finish(upload) == UploadControl.WithdrawalProgress.FINISHED);
    }

    /// Calls as another process would: an adapter may bind a transaction to the thread.
    static <T> T onAnotherThread(Callable<T> call) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(call).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
