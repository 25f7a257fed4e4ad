package dev.carga.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.adapters.http.view.ControlMessages;
import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadView;
import dev.carga.bootstrap.cli.LoadTarget.FailedPart;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The uploads of a system in this process, spoken to without HTTP and told in the same words.
final class LocalUploads implements Uploads {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Carga carga;

    LocalUploads(Carga carga) {
        this.carga = carga;
    }

    @Override
    public JsonNode page(Set<UploadState> states, int limit, @Nullable String cursor) throws IOException {
        @Nullable
        UploadId before = cursor == null ? null : UploadId.parse(cursor).orElseThrow();
        return JSON.readTree(UploadJson.of(carga.reportUploads().page(states, before, limit)));
    }

    @Override
    public JsonNode one(UploadId id) throws IOException {
        return JSON.readTree(UploadJson.of(summary(id)));
    }

    private UploadView summary(UploadId id) {
        return carga.reportUploads().find(id).orElseThrow(() -> unknown(id));
    }

    private static RefusedException unknown(UploadId id) {
        return new RefusedException(ControlMessages.unknown(id));
    }

    @Override
    public List<FailedPart> failedParts(UploadId id) {
        LegacyStatusView report = carga.reportStatus().report(id).orElseThrow(() -> unknown(id));
        List<FailedPart> failed = new ArrayList<>();
        for (LegacyStatusView.PartReport part : report.parts()) {
            if (part.state() instanceof PartState.Failed(var failure)) {
                failed.add(new FailedPart(part.number(), failure.message(), failure.line()));
            }
        }
        return failed;
    }

    @Override
    public JsonNode act(UploadId id, UploadAction wish, @Nullable DuplicatePolicy policy) throws IOException {
        ControlResult reply = switch (wish) {
            case CANCEL -> carga.withdrawUpload().withdraw(id, Withdrawal.CANCELLED);
            case UNDO -> carga.withdrawUpload().withdraw(id, Withdrawal.UNDONE);
            case RETRY -> carga.retryUpload().retry(id, policy);
        };
        return switch (reply) {
            case ControlResult.Unknown() -> throw unknown(id);
            case ControlResult.Refused(var reason) -> throw new RefusedException(ControlMessages.refused(reason, id));
            case ControlResult.Done(int parts) -> {
                UploadView upload = summary(id);
                yield JSON.readTree(UploadJson.of(info(wish, parts, upload), upload));
            }
        };
    }

    private static String info(UploadAction wish, int parts, UploadView upload) {
        return switch (wish) {
            case CANCEL -> ControlMessages.cancelled(upload);
            case UNDO -> ControlMessages.undone(upload);
            case RETRY -> ControlMessages.retried(parts);
        };
    }

    @Override
    public String afterwards() {
        return "the next Carga on this folder goes on with it";
    }

    @Override
    public void close() {
        carga.close();
    }
}
