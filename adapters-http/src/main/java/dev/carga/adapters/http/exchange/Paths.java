package dev.carga.adapters.http.exchange;

/// Paths that answers of one route name for another one.
public final class Paths {

    public static final String UPLOADS = "/api/v1/uploads";

    private Paths() {}
}
