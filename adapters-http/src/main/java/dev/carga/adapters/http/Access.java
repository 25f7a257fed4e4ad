package dev.carga.adapters.http;

/// The right that a caller of a route needs. Each route of a [RouteTable] declares one. Nothing checks them
/// yet: every caller has every right until access control is there.
///
/// Rights that depend on what a request contains have no value here, as a route cannot declare them: to update
/// rows (`on_duplicate=update`), to name a webhook, and to see personal data unmasked.
enum Access {
    /// Anyone may call it, without naming themselves.
    PUBLIC,

    /// To read metrics.
    METRICS,

    /// To send files.
    UPLOAD,

    /// To read reports on uploads.
    READ,

    /// To cancel and retry uploads.
    OPERATE,

    /// To remove the rows of an upload.
    UNDO,

    /// To look up the row of a person.
    LOOK_UP
}
