package dev.carga.application.notify;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;

/// Whom to tell when an upload has ended, and how far that has come. It is written down with the opening of the
/// upload ([dev.carga.application.receive.UploadStore#open]). All calls throw
/// [dev.carga.application.InfrastructureException] if the store does not answer.
public interface WebhookStore {

    /// A message that is to be sent now.
    ///
    /// @param url     as the sender of the file gave it; its query may be a secret, so it is never logged
    /// @param attempt from 1
    record Due(UploadId upload, String url, int attempt) {}

    /// Why an attempt came to nothing.
    ///
    /// @param status of the answer; null if there was none
    /// @param reason for people; holds neither the URL's query nor anything of the file
    record Failure(@Nullable Integer status, String reason) {}

    /// Hands out messages of uploads that have ended, those that wait longest first. Nobody else is given them
    /// for the time of the lease; if nothing was said of one by then, whoever had it has died, and it is handed
    /// out again.
    List<Due> claim(Duration lease, int limit);

    /// Somebody has taken the message. That holds, whatever is said of another attempt.
    void delivered(UploadId upload, int status);

    /// It is sent again after the pause.
    void postpone(UploadId upload, Failure failure, Duration pause);

    /// It is never sent again.
    void giveUp(UploadId upload, Failure failure);
}
