package dev.carga.adapters.http.tus;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.upload.UploadReader;
import dev.carga.application.receive.ReceiveResumable;
import dev.carga.application.receive.ReceiveResumable.AppendResult;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/// Appends the bodies of requests to uploads.
final class TusBodies {

    private final ReceiveResumable receive;
    private final UploadReader reader;
    private final ActiveRequests active;

    TusBodies(ReceiveResumable receive, UploadReader reader, ActiveRequests active) {
        this.receive = receive;
        this.reader = reader;
        this.active = active;
    }

    /// @param offset   of the body in the file
    /// @param length   of the whole file, if it is sent with this request
    /// @param checksum of the body; without one, bytes are appended while they arrive
    RequestResult<AppendResult> append(
            HttpServletRequest request,
            UploadId id,
            long offset,
            Optional<Long> length,
            Optional<TusChecksum> checksum) {
        @Nullable Long fileLength = length.orElse(null);
        try (ActiveRequests.ActiveRequest _ = active.begin(id, request)) {
            return reader.read(
                    request,
                    Problem.BROKEN_OFF,
                    body -> checksum.isEmpty()
                            ? RequestResult.of(receive.append(id, offset, fileLength, body))
                            : checksum.get()
                                    .verify(
                                            request,
                                            body,
                                            verified -> receive.append(id, offset, fileLength, verified)));
        }
    }
}
