package dev.carga.adapters.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/// A route of a [RouteTable].
///
/// @param path   with its parameters in braces, such as `/api/v1/uploads/{id}`
/// @param access the right that a caller needs
record Route(HandlerType method, String path, Access access, Handler handler) {

    /// Two routes with the same key match the same requests, whatever their parameters are called.
    String key() {
        return key(method, path);
    }

    static String key(HandlerType method, String path) {
        return method.name() + " " + path.replaceAll("\\{[^}]*}", "{}");
    }

    /// The method and the path, such as `GET /status`.
    @Override
    public String toString() {
        return method.name() + " " + path;
    }
}
