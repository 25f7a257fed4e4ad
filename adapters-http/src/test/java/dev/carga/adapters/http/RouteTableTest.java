package dev.carga.adapters.http;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.management.ManagementRoutes;
import dev.carga.adapters.http.server.JettyServer;
import dev.carga.adapters.http.settings.HttpSettings;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private static final RouteTable TABLE = RouteTable.ofManagement(new ManagementRoutes(RunningServer.HEALTHY, null));

    private static Javalin server(Consumer<RoutesConfig> routes) {
        return new JettyServer("test", "--port", Problem.UNKNOWN_ROUTE, HttpSettings.on("127.0.0.1", 0))
                .with(config -> routes.accept(config.routes));
    }

    private static Route route(HandlerType method, String path) {
        return new Route(method, path, Access.READ, _ -> {});
    }

    @Test
    void serverWithItsRoutesStarts() {
        Javalin server = server(TABLE::addTo);
        try {
            TABLE.start(server);
            assertThat(server.port()).isPositive();
        } finally {
            JettyServer.stop(server);
        }
    }

    @Test
    void serverWithUndeclaredRouteDoesNotStart() {
        Javalin server = server(routes -> {
            TABLE.addTo(routes);
            routes.delete("/smuggled/{id}", _ -> {});
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> TABLE.start(server))
                .withMessage("The server has the route DELETE /smuggled/{id}, which is not declared in the RouteTable");
        assertThat(server.jettyServer().started()).isFalse();
    }

    @Test
    void serverThatLacksDeclaredRouteDoesNotStart() {
        RouteTable larger = new RouteTable(TABLE.fromStart(), List.of(route(GET, "/uploads/{id}")));

        assertThatIllegalStateException()
                .isThrownBy(() -> larger.start(server(TABLE::addTo)))
                .withMessage("The server lacks routes of the RouteTable: [GET /uploads/{}]");
    }

    @Test
    void routeDeclaredTwiceIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new RouteTable(List.of(route(GET, "/a/{x}")), List.of(route(GET, "/a/{y}"))))
                .withMessage("The route GET /a/{y} is declared twice");
    }

    @Test
    void twoMethodsOfOnePathAreTwoRoutes() {
        assertThat(new RouteTable(List.of(route(GET, "/a"), route(HEAD, "/a")), List.of()).all())
                .hasToString("[GET /a, HEAD /a]");
    }
}
