package dev.carga.bootstrap.wiring;

import dev.carga.adapters.http.HttpServer;
import java.util.Optional;

/// A process whose start is complete.
///
/// @param http empty if it does not listen
record Started(HttpServer.UseCases useCases, Optional<HttpServer> http) {}
