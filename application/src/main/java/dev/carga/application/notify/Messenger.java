package dev.carga.application.notify;

import dev.carga.application.report.UploadView;

/// Carries messages to whoever wants to know. Safe to call from several threads.
public interface Messenger {

    /// What became of a message.
    sealed interface DeliveryResult {
        /// Somebody answered.
        record Status(int status) implements DeliveryResult {}

        /// Nobody did, or not in time.
        ///
        /// @param reason for people, without the URL's query
        record Silence(String reason) implements DeliveryResult {}

        /// It was not sent, and never will be: the URL leads where no message may go.
        record Forbidden(String reason) implements DeliveryResult {}
    }

    /// Tells that the upload has ended. Takes some seconds at most, whoever is called; a call that is
    /// interrupted ends at once.
    DeliveryResult tell(String url, UploadView ended);
}
