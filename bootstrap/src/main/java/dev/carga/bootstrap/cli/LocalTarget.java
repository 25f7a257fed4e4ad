package dev.carga.bootstrap.cli;

import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadView;
import dev.carga.application.report.Warnings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.LegacyStatus;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
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
    public Sent send(String name, UploadOptions options, InputStream body, long bytes) throws IOException {
        @Nullable UploadId corrected = options.corrects();
        if (corrected != null && carga.reportUploads().find(corrected).isEmpty()) {
            throw new RefusedException(
                    "there is no upload " + corrected + ", which it is said to correct (--corrects)");
        }
        sending.lock();
        try {
            return sent(carga.receiveFile()
                    .receive(new ReceiveUpload.Sending(name, List.of(), options, null), untilLeaving(body)));
        } finally {
            sending.unlock();
        }
    }

    private static Sent sent(List<ReceiveFile.Received> files) throws RefusedException {
        List<Upload> uploads = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (ReceiveFile.Received file : files) {
            switch (file.receipt()) {
                case ReceiveResult.Accepted(UploadId upload, int _) ->
                    uploads.add(new Upload(upload.toString(), file.name()));
                case ReceiveResult.Ended(var _, var aborted) ->
                    refused.add(file.name() + ": "
                            + (aborted == null
                                    ? "somebody cancelled it, or undid it"
                                    : UploadView.TOO_MANY_FLAWS.equals(aborted)
                                            ? "more of its lines have a flaw than --max-flaws allows"
                                            : "more of its lines were rejected than --max-rejects allows"));
                case ReceiveResult.Repeated(UploadId first) ->
                    refused.add(file.name() + ": it was loaded before, by " + first);
                case ReceiveResult.WrongHeader(var header) ->
                    refused.add(
                            file.name() + ": its header does not name the eight columns (" + header.inWords() + ")");
                case ReceiveResult.HeaderBelowRows(long line) ->
                    refused.add(file.name() + ": its header is on line " + line
                            + ", below rows whose columns it may not name; move it to the first line, or name the columns"
                            + " with --columns");
                case ReceiveResult.CommasInNumbers(long line) ->
                    refused.add(file.name()
                            + ": its fields are separated by commas, and its numbers have commas, too (line "
                            + line
                            + "); write it with ; between the fields, with the numbers in quotes, or with a decimal"
                            + " point and no commas in the numbers");
                case ReceiveResult.UnknownSheet(var sheets) ->
                    refused.add(file.name() + ": it has no such sheet; it has " + String.join(", ", sheets));
                case ReceiveResult.Stopped(ReceiveResult.Stop reason) ->
                    refused.add(file.name() + ": " + explain(reason) + "; lines that came before are loaded");
                case ReceiveResult.OtherKind(FileKind kind) ->
                    refused.add(file.name() + ": it is no table of text, but " + kind.inWords()
                            + "; save or export it as CSV");
                case ReceiveResult.Refused(ReceiveResult.Refusal reason) ->
                    refused.add(file.name() + ": " + explain(reason));
            }
        }
        if (uploads.isEmpty()) {
            String first = refused.getFirst();
            throw new RefusedException(
                    files.size() == 1 ? first.substring(files.getFirst().name().length() + 2) : first);
        }
        return new Sent(uploads, refused);
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

    private static String explain(ReceiveResult.Refusal reason) {
        return switch (reason) {
            case WRONG_EXTENSION -> "its name must end in " + String.join(", ", ReceiveFile.EXTENSIONS);
            case EMPTY_FILE -> "it is empty";
            case WIDE_TEXT -> "it is text in UTF-32; save it as UTF-8";
            case HEADER_TOO_LONG -> "its header is longer than 64 KiB; is there a line end behind it?";
            case SPREADSHEET -> "it is a workbook or a document; save the sheet as CSV";
            case UNKNOWN_CORRECTED_UPLOAD -> "the upload that it is said to correct is not there";
            case DOCUMENT_NOT_WORKBOOK -> "it is a document, not a workbook; save the data as CSV";
            case BINARY_WORKBOOK -> "it is a workbook in binary format (.xlsb); save it as .xlsx or CSV";
            case PROTECTED_WORKBOOK -> "it is protected by a password; save it without one";
            case WORKBOOK_TOO_LARGE -> "it is larger than a workbook may be; save the sheet as CSV";
            case BAD_NAME -> "its name holds characters that are not to be seen";
            case PACKED_NOT_RESUMABLE -> "it is packed, and comes in several requests";
            case PACKED_TOO_OFTEN -> "it is packed within packages within packages; pack it once";
        };
    }

    private static String explain(ReceiveResult.Stop reason) {
        return switch (reason) {
            case DAMAGED ->
                "what packs it cannot be read (changed, or there is something behind its end); pack it again";
            case TRUNCATED -> "what packs it ends before its end";
            case ENCRYPTED -> "it is encrypted; pack it without a password";
            case UNSUPPORTED -> "it is packed in a way that is not read here; pack it as zip, or by gzip or zstd";
            case WINDOW_TOO_LARGE ->
                "zstd looks back further than 128 MiB in it; pack it in one, with --long=27 or less";
            case EXPANDS_TOO_FAR -> "it becomes more than 200 times as large when it is unpacked; unpack it first";
            case TOO_LARGE -> "it is larger than may be";
            case TOO_MANY_FILES -> "it holds more than 1000 files; load them in several archives";
        };
    }

    @Override
    public Progress progress(String upload) {
        LegacyStatusView report = carga.reportStatus()
                .report(UploadId.parse(upload).orElseThrow())
                .orElseThrow(() -> new IllegalStateException("Upload " + upload + " is gone"));
        List<FailedPart> failed = new ArrayList<>();
        List<Long> duplicateLines = new ArrayList<>();
        int loaded = 0;
        for (LegacyStatusView.PartReport part : report.parts()) {
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
        boolean completed = report.status() == LegacyStatus.COMPLETED;
        return new Progress(completed, report.parts().size(), loaded, byKey(report.counters()), duplicateLines, failed);
    }

    @Override
    public Verdict verdict(String upload) {
        UploadView summary = carga.reportUploads()
                .find(UploadId.parse(upload).orElseThrow())
                .orElseThrow(() -> new IllegalStateException("Upload " + upload + " is gone"));
        List<String> warnings = Warnings.of(summary).stream()
                .filter(warning -> !SAID_ANYWAY.contains(warning.code().key()))
                .map(UploadJson::text)
                .toList();
        return new Verdict(UploadJson.abortion(summary), warnings);
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
