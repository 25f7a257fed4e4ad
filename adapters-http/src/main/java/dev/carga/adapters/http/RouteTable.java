package dev.carga.adapters.http;

import static dev.carga.adapters.http.Access.LOOK_UP;
import static dev.carga.adapters.http.Access.METRICS;
import static dev.carga.adapters.http.Access.OPERATE;
import static dev.carga.adapters.http.Access.PUBLIC;
import static dev.carga.adapters.http.Access.READ;
import static dev.carga.adapters.http.Access.UNDO;
import static dev.carga.adapters.http.Access.UPLOAD;
import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.HEAD;
import static io.javalin.http.HandlerType.OPTIONS;
import static io.javalin.http.HandlerType.PATCH;
import static io.javalin.http.HandlerType.POST;

import dev.carga.adapters.http.management.ManagementRoutes;
import dev.carga.adapters.http.site.DocumentRoutes;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The routes of a server: the only place where routes are declared. A server with a route that is not in its
/// table does not start.
///
/// @param fromStart answered from the moment the server listens
/// @param onceOpen  answered once the server is open, see [HttpServer#open]
record RouteTable(List<Route> fromStart, List<Route> onceOpen) {

    /// @throws IllegalStateException if two routes match the same requests
    RouteTable {
        fromStart = List.copyOf(fromStart);
        onceOpen = List.copyOf(onceOpen);
        Set<String> seen = new HashSet<>();
        for (Route route : concat(fromStart, onceOpen)) {
            if (!seen.add(route.key())) {
                throw new IllegalStateException("The route " + route + " is declared twice");
            }
        }
    }

    /// The routes of the API, with health, documents and, unless they have a port of their own, metrics.
    ///
    /// @param api asked with each request, and only after [HttpServer#open]
    static RouteTable ofServer(ManagementRoutes management, DocumentRoutes documents, Supplier<ApiRoutes> api) {
        List<Route> documentRoutes = List.of(
                new Route(GET, "/openapi.json", PUBLIC, documents::openApi),
                new Route(GET, "/docs", PUBLIC, documents::page));
        List<Route> apiRoutes = List.of(
                new Route(POST, "/", UPLOAD, in(api, ApiRoutes::legacyUpload)),
                new Route(GET, "/status", READ, in(api, ApiRoutes::legacyStatus)),
                new Route(HEAD, "/status", READ, in(api, ApiRoutes::legacyStatus)),
                new Route(POST, "/api/v1/uploads", UPLOAD, in(api, ApiRoutes::newUpload)),
                new Route(GET, "/api/v1/uploads", READ, in(api, ApiRoutes::listUploads)),
                new Route(GET, "/api/v1/uploads/{id}", READ, in(api, ApiRoutes::oneUpload)),
                new Route(GET, "/api/v1/uploads/{id}/events", READ, in(api, ApiRoutes::watchUpload)),
                new Route(GET, "/api/v1/uploads/{id}/issues", READ, in(api, ApiRoutes::listIssues)),
                new Route(GET, "/api/v1/uploads/{id}/rejects", READ, in(api, ApiRoutes::rejectsFile)),
                new Route(POST, "/api/v1/previews", UPLOAD, in(api, ApiRoutes::previewFile)),
                new Route(OPTIONS, "/api/v1/tus", UPLOAD, in(api, ApiRoutes::tusOptions)),
                new Route(OPTIONS, "/api/v1/tus/{id}", UPLOAD, in(api, ApiRoutes::tusOptions)),
                new Route(POST, "/api/v1/tus", UPLOAD, in(api, ApiRoutes::tusCreation)),
                new Route(POST, "/api/v1/tus/{id}", UPLOAD, in(api, ApiRoutes::tusOverride)),
                new Route(HEAD, "/api/v1/tus/{id}", UPLOAD, in(api, ApiRoutes::tusHead)),
                new Route(PATCH, "/api/v1/tus/{id}", UPLOAD, in(api, ApiRoutes::tusPatch)),
                new Route(DELETE, "/api/v1/tus/{id}", UPLOAD, in(api, ApiRoutes::tusTermination)),
                new Route(GET, "/api/v1/purchases/{cpf}", LOOK_UP, in(api, ApiRoutes::findPurchase)),
                new Route(POST, "/api/v1/uploads/{id}/cancel", OPERATE, in(api, ApiRoutes::cancel)),
                new Route(POST, "/api/v1/uploads/{id}/retry", OPERATE, in(api, ApiRoutes::retry)),
                new Route(POST, "/api/v1/uploads/{id}/undo", UNDO, in(api, ApiRoutes::undo)));
        return new RouteTable(concat(managementRoutes(management), documentRoutes), apiRoutes);
    }

    /// A handler that the server has only once it is open.
    private static Handler in(Supplier<ApiRoutes> api, Function<ApiRoutes, Handler> handler) {
        return ctx -> handler.apply(api.get()).handle(ctx);
    }

    /// The routes of the management port.
    static RouteTable ofManagement(ManagementRoutes management) {
        return new RouteTable(managementRoutes(management), List.of());
    }

    private static List<Route> managementRoutes(ManagementRoutes management) {
        List<Route> health = List.of(
                new Route(GET, "/health/live", PUBLIC, management::live),
                new Route(HEAD, "/health/live", PUBLIC, management::live),
                new Route(GET, "/health/ready", PUBLIC, management::ready),
                new Route(HEAD, "/health/ready", PUBLIC, management::ready));
        List<Route> metrics = List.of(
                new Route(GET, "/metrics", METRICS, management::metrics),
                new Route(HEAD, "/metrics", METRICS, management::metrics));
        return management.hasMetrics() ? concat(health, metrics) : health;
    }

    private static List<Route> concat(List<Route> first, List<Route> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /// In the order in which the router tries them.
    List<Route> all() {
        return concat(fromStart, onceOpen);
    }

    /// Whether a route from the start has this path, which must have no parameters.
    boolean isAnsweredFromStart(String path) {
        return fromStart.stream().anyMatch(route -> route.path().equals(path));
    }

    /// Registers the routes, and before them a handler that every request passes.
    void addTo(RoutesConfig routes, Handler before) {
        routes.before(before);
        addTo(routes);
    }

    void addTo(RoutesConfig routes) {
        all().forEach(route -> routes.addHttpHandler(route.method(), route.path(), route.handler()));
    }

    /// Starts a server with the routes of this table.
    ///
    /// @throws IllegalStateException if its router holds another route, or lacks one
    void start(Javalin javalin) {
        Set<String> declared = all().stream().map(Route::key).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>(declared);
        javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .forEach(endpoint -> {
                    String key = Route.key(endpoint.method, endpoint.path);
                    if (!declared.contains(key)) {
                        throw new IllegalStateException("The server has the route " + endpoint.method.name() + " "
                                + endpoint.path + ", which is not declared in the RouteTable");
                    }
                    missing.remove(key);
                });
        if (!missing.isEmpty()) {
            throw new IllegalStateException("The server lacks routes of the RouteTable: " + missing);
        }
        javalin.start();
    }
}
