package dev.carga.application.notify;

import dev.carga.application.report.UploadView;

/// Delivers webhooks. Thread-safe.
public interface Messenger {

    /// The result of a delivery.
    sealed interface DeliveryResult {
        /// The receiver responded.
        record Status(int status) implements DeliveryResult {}

        /// The receiver did not respond, or not in time.
        ///
        /// @param reason a message for people, without the query of the URL
        record NoResponse(String reason) implements DeliveryResult {}

        /// The message was not sent and never will be: messages to this URL are not allowed.
        record Forbidden(String reason) implements DeliveryResult {}
    }

    /// Sends the message that the upload has ended. Takes a few seconds at most; an interrupted call ends at
    /// once.
    DeliveryResult send(String url, UploadView ended);
}
