package dev.carga.application.notify;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import java.time.Duration;
import java.util.List;

/// The webhooks of uploads and the state of their delivery. A webhook is stored when its upload is opened:
/// [dev.carga.application.receive.UploadStore#open]. All calls throw
/// [dev.carga.application.InfrastructureException] if the store does not respond.
public interface WebhookStore {

    /// A message to send now.
    ///
    /// @param url     as the sender of the file gave it; its query may be a secret, so it is never logged
    /// @param attempt the number of this attempt, from 1
    record Due(UploadId upload, String url, int attempt) {}

    /// Why an attempt failed.
    ///
    /// @param status of the response; null if there was none
    /// @param reason a message for people, without the query of the URL and without content of the file
    record Failure(@Nullable Integer status, String reason) {}

    /// Claims messages of uploads that have ended, those due longest first. No other caller gets them until
    /// the lease expires. If no result is stored by then, the process that claimed the message has died, and
    /// the message can be claimed again.
    List<Due> claim(Duration lease, int limit);

    /// The receiver accepted the message. Final, whatever the result of another attempt is.
    void delivered(UploadId upload, int status);

    /// The message is due again after the pause.
    void postpone(UploadId upload, Failure failure, Duration pause);

    /// The message is never sent again.
    void giveUp(UploadId upload, Failure failure);
}
