package dev.carga.adapters.http.management;

import dev.carga.domain.Nullable;

/// Writes down what was measured, for whoever collects it. Answers within two seconds, whatever has happened to
/// database and broker.
@FunctionalInterface
public interface MetricsPage {

    /// The page as it is now, in a form that the caller understands.
    ///
    /// @param accept what he says he does; null if he says nothing
    Page write(@Nullable String accept);

    /// A page and what it is written in.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(String contentType, byte[] body) {}
}
