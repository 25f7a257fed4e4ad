package dev.carga.bootstrap.cli;

import dev.carga.application.receive.Receipt;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.report.UploadReport;
import dev.carga.bootstrap.Carga;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadStatus;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The system in this process, spoken to without HTTP.
final class LocalTarget implements LoadTarget {

    /// How long a file in hand may take to end once its reading has been broken off.
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Carga carga;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile boolean leaving;

    LocalTarget(Carga carga) {
        this.carga = carga;
    }

    @Override
    public String send(String name, DuplicatePolicy policy, InputStream body, long bytes) throws IOException {
        sending.lock();
        try {
            return switch (carga.receiveUpload().receive(name, policy, null, untilLeaving(body))) {
                case Receipt.Accepted(UploadId upload, int _) -> upload.toString();
                case Receipt.Ended _ -> throw new RefusedException("somebody cancelled it, or undid it");
                case Receipt.Refused(Receipt.Refusal reason) -> throw new RefusedException(explain(reason));
            };
        } finally {
            sending.unlock();
        }
    }

    private InputStream untilLeaving(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                if (leaving) {
                    throw new InterruptedIOException("it was broken off");
                }
                return super.read(bytes, from, length);
            }
        };
    }

    private static String explain(Receipt.Refusal reason) {
        return switch (reason) {
            case WRONG_EXTENSION -> "its name must end in " + String.join(", ", ReceiveUpload.EXTENSIONS);
            case EMPTY_FILE -> "it is empty";
            case BINARY_FILE -> "it is no text (an archive, a spreadsheet, a picture?); save it as plain text";
            case WIDE_TEXT -> "it is text in UTF-16; save it as UTF-8";
        };
    }

    @Override
    public Progress progress(String upload) {
        UploadReport report = carga.reportStatus()
                .report(UploadId.parse(upload).orElseThrow())
                .orElseThrow(() -> new IllegalStateException("Upload " + upload + " is gone"));
        List<FailedPart> failed = new ArrayList<>();
        List<Long> duplicateLines = new ArrayList<>();
        int loaded = 0;
        for (UploadReport.PartReport part : report.parts()) {
            switch (part.state()) {
                case PartState.Loaded(var _, var lines) -> {
                    loaded++;
                    duplicateLines.addAll(lines);
                }
                case PartState.Failed(var failure) ->
                    failed.add(new FailedPart(part.number(), failure.message(), failure.line()));
                case PartState.Cancelled _ -> failed.add(new FailedPart(part.number(), "cancelled", null));
                case PartState.Undone _ -> failed.add(new FailedPart(part.number(), "undone", null));
                case PartState.Received _, PartState.Queued _ -> {}
            }
        }
        boolean completed = report.status() == UploadStatus.COMPLETED;
        return new Progress(completed, report.parts().size(), loaded, byKey(report.counters()), duplicateLines, failed);
    }

    private static Map<String, Long> byKey(Counters counters) {
        Map<String, Long> byKey = new LinkedHashMap<>();
        counters.asMap().forEach((counter, count) -> byKey.put(counter.key(), count));
        return byKey;
    }

    /// Also from a shutdown hook, while a file is being sent: that is broken off first and stored as such,
    /// or its upload would be waited for for ever.
    @Override
    public void close() {
        leaving = true;
        try {
            if (sending.tryLock(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                sending.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        carga.close();
    }
}
