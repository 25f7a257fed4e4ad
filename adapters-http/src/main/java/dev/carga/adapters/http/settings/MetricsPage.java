package dev.carga.adapters.http.settings;

import dev.carga.domain.Nullable;

/// Writes the metrics of the process. Must return within two seconds, also while database or broker do not
/// respond.
@FunctionalInterface
public interface MetricsPage {

    /// The current metrics in a format that the client accepts.
    ///
    /// @param accept the client's header `Accept`; null if it sent none
    Page write(@Nullable String accept);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(String contentType, byte[] body) {}
}
