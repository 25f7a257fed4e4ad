package dev.carga.bootstrap.cli;

import dev.carga.application.receive.Receipt;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.report.UploadReport;
import dev.carga.bootstrap.Carga;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The system in this process, spoken to without HTTP.
final class LocalTarget implements LoadTarget {

    private final Carga carga;

    LocalTarget(Carga carga) {
        this.carga = carga;
    }

    @Override
    public String send(String name, InputStream body, long bytes) throws IOException {
        return switch (carga.receiveUpload().receive(name, body)) {
            case Receipt.Accepted(UploadId upload, int _) -> upload.toString();
            case Receipt.Refused(Receipt.Refusal reason) -> throw new LoadRefusedException(explain(reason));
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
        int loaded = 0;
        for (UploadReport.PartReport part : report.parts()) {
            switch (part.state()) {
                case PartState.Loaded _ -> loaded++;
                case PartState.Failed(var failure) ->
                    failed.add(new FailedPart(part.number(), failure.message(), failure.line()));
                case PartState.Cancelled _ -> failed.add(new FailedPart(part.number(), "cancelled", null));
                case PartState.Undone _ -> failed.add(new FailedPart(part.number(), "undone", null));
                case PartState.Received _, PartState.Queued _ -> {}
            }
        }
        boolean completed = report.status() == UploadStatus.COMPLETED;
        return new Progress(completed, report.parts().size(), loaded, byKey(report.counters()), failed);
    }

    private static Map<String, Long> byKey(Counters counters) {
        Map<String, Long> byKey = new LinkedHashMap<>();
        counters.asMap().forEach((counter, count) -> byKey.put(counter.key(), count));
        return byKey;
    }

    @Override
    public void close() {
        carga.close();
    }
}
