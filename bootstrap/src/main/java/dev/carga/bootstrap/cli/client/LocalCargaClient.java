package dev.carga.bootstrap.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.adapters.http.view.ControlMessages;
import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.receive.IncomingFile;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.ReportUploads;
import dev.carga.application.report.UploadView;
import dev.carga.bootstrap.cli.client.ClientResult.Declined;
import dev.carga.bootstrap.cli.client.ClientResult.Success;
import dev.carga.bootstrap.cli.client.SentFile.NamedUpload;
import dev.carga.bootstrap.cli.client.SentFile.RefusedFile;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A system in this process, called without HTTP. It shares the words of the server's responses.
public final class LocalCargaClient implements CargaClient {

    /// How long an interrupted [#send] may take to store what it has received.
    private static final Duration SEND_END_TIMEOUT = Duration.ofSeconds(10);

    private final Carga carga;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile boolean closing;

    private LocalCargaClient(Carga carga) {
        this.carga = carga;
    }

    /// Starts a system with these settings, and closes it when the process exits.
    ///
    /// @throws dev.carga.application.InfrastructureException.Permanent if its database or its broker refuses
    public static LocalCargaClient start(Settings settings) {
        Carga carga = Carga.of(settings);
        LocalCargaClient client = new LocalCargaClient(carga);
        Runtime.getRuntime().addShutdownHook(new Thread(client::close));
        carga.start();
        return client;
    }

    @Override
    public ClientResult<SentFile> send(String name, UploadOptions options, InputStream body, long bytes)
            throws IOException {
        @Nullable UploadId corrected = options.corrects();
        if (corrected != null && carga.reportUploads().find(corrected).isEmpty()) {
            return new Declined<>("there is no upload " + corrected + ", which it corrects (--corrects)");
        }
        sending.lock();
        try {
            return sentFile(carga.receiveFile().receive(new IncomingFile(name, options, null), untilClosing(body)));
        } finally {
            sending.unlock();
        }
    }

    private static ClientResult<SentFile> sentFile(List<ReceiveFile.Received> files) {
        List<NamedUpload> uploads = new ArrayList<>();
        List<RefusedFile> refused = new ArrayList<>();
        for (ReceiveFile.Received file : files) {
            if (file.result() instanceof ReceiveResult.Accepted(UploadId upload, int _)) {
                uploads.add(new NamedUpload(upload, file.name()));
            } else {
                refused.add(new RefusedFile(file.name(), ReceiveMessages.of(file.result())));
            }
        }
        if (uploads.isEmpty()) {
            RefusedFile first = refused.getFirst();
            return new Declined<>(files.size() == 1 ? first.reason() : first.name() + ": " + first.reason());
        }
        return new Success<>(new SentFile(uploads, refused));
    }

    private InputStream untilClosing(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                if (closing) {
                    throw new InterruptedIOException("the command was interrupted");
                }
                return super.read(bytes, from, length);
            }
        };
    }

    @Override
    public ClientResult<UploadProgress> progress(UploadId id) {
        return status(id).map(ViewedUploads::progress);
    }

    private ClientResult<LegacyStatusView> status(UploadId id) {
        return carga.reportStatus()
                .report(id)
                .<ClientResult<LegacyStatusView>>map(Success::new)
                .orElseGet(() -> unknown(id));
    }

    private static <T> ClientResult<T> unknown(UploadId id) {
        return new Declined<>(ControlMessages.unknown(id));
    }

    @Override
    public ClientResult<UploadPage> page(Set<UploadState> states, int limit, @Nullable String cursor) {
        @Nullable
        UploadId before = cursor == null ? null : UploadId.parse(cursor).orElseThrow();
        ReportUploads.Page page = carga.reportUploads().page(states, before, limit);
        List<UploadDetails> uploads =
                page.uploads().stream().map(ViewedUploads::details).toList();
        @Nullable String next = page.next() == null ? null : page.next().toString();
        return new Success<>(new UploadPage(uploads, next, new String(UploadJson.of(page), UTF_8)));
    }

    @Override
    public ClientResult<UploadDetails> find(UploadId id) {
        return find(id, ViewedUploads::details);
    }

    @Override
    public ClientResult<String> findJson(UploadId id) {
        return find(id, upload -> new String(UploadJson.of(upload), UTF_8));
    }

    private <T> ClientResult<T> find(UploadId id, Function<UploadView, T> conversion) {
        return carga.reportUploads()
                .find(id)
                .<ClientResult<T>>map(upload -> new Success<>(conversion.apply(upload)))
                .orElseGet(() -> unknown(id));
    }

    @Override
    public ClientResult<List<FailedPart>> failedParts(UploadId id) {
        return status(id).map(ViewedUploads::failedParts);
    }

    @Override
    public ClientResult<StartedAction> start(UploadAction action, UploadId id, @Nullable DuplicatePolicy policy) {
        ControlResult result = switch (action) {
            case CANCEL -> carga.withdrawUpload().withdraw(id, Withdrawal.CANCELLED);
            case UNDO -> carga.withdrawUpload().withdraw(id, Withdrawal.UNDONE);
            case RETRY -> carga.retryUpload().retry(id, policy);
        };
        return switch (result) {
            case ControlResult.Unknown() -> unknown(id);
            case ControlResult.Conflict(var reason) -> new Declined<>(ControlMessages.refused(reason, id));
            case ControlResult.Done(int parts) ->
                find(id, upload -> new StartedAction(info(action, parts, upload), ViewedUploads.details(upload)));
        };
    }

    private static String info(UploadAction action, int parts, UploadView upload) {
        return switch (action) {
            case CANCEL -> ControlMessages.cancelled(upload);
            case UNDO -> ControlMessages.undone(upload);
            case RETRY -> ControlMessages.retried(parts);
        };
    }

    /// May be called from a shutdown hook while a file is being sent: the reading is interrupted first and
    /// the upload stored as interrupted. Otherwise it would stay `receiving` for ever.
    @Override
    public void close() {
        closing = true;
        try {
            if (sending.tryLock(SEND_END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                sending.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        carga.close();
    }
}
