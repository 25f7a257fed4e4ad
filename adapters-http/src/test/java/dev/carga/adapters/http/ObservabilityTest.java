package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.ProblemBody;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.http.settings.MetricsPage;
import dev.carga.application.InfrastructureException;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Metrics and health at the server's port and at the management port.
class ObservabilityTest {

    private static final HttpSettings ANYWHERE = HttpSettings.on("127.0.0.1", 0);
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private static MetricsPage.Page page(@Nullable String accept) {
        return new MetricsPage.Page(TEXT, ("carga_up 1 # for " + accept).getBytes(StandardCharsets.UTF_8));
    }

    private static RawHttp.Reply ask(int port, String request, String... headers) throws IOException {
        String[] lines = new String[headers.length + 2];
        lines[0] = request + " HTTP/1.1";
        lines[1] = "Host: x";
        System.arraycopy(headers, 0, lines, 2, headers.length);
        return RawHttp.exchange(port, RawHttp.requestAsIs(new byte[0], lines));
    }

    private static HttpServer server() {
        return HttpServer.start(
                ANYWHERE, new HttpServer.Observability(HEALTHY, ObservabilityTest::page, (_, _, _, _) -> {}));
    }

    @Test
    void metricsAreServedWhileServerStarts() throws IOException {
        try (HttpServer server = server()) {
            RawHttp.Reply reply = ask(server.port(), "GET /metrics", "Accept: text/plain;q=0.5");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.head()).contains("Content-Type: " + TEXT).contains("Cache-Control: no-store");
            assertThat(reply.body()).isEqualTo("carga_up 1 # for text/plain;q=0.5");
            assertThat(ask(server.port(), "HEAD /metrics").status()).isEqualTo(200);
        }
    }

    @Test
    void metricsAreServedWithoutAcceptHeader() throws IOException {
        try (HttpServer server = server()) {
            assertThat(ask(server.port(), "GET /metrics").body()).isEqualTo("carga_up 1 # for null");
        }
    }

    @Test
    void metricsAreNotServedIfTheyHaveAnotherPort() throws IOException {
        try (RunningServer server = new RunningServer()) {
            assertThat(ask(server.port(), "GET /metrics").body()).contains("\"code\":\"unknown_route\"");
        }
    }

    @Test
    void managementPortServesOnlyHealthAndMetrics() throws IOException {
        try (ManagementServer server = ManagementServer.start("127.0.0.1", 0, HEALTHY, ObservabilityTest::page)) {
            assertThat(ask(server.port(), "GET /health/live").body()).isEqualTo("{\"status\":\"up\"}");
            assertThat(ask(server.port(), "GET /health/ready").body()).startsWith("{\"status\":\"ready\"");
            assertThat(ask(server.port(), "GET /metrics").body()).startsWith("carga_up 1");
            assertThat(ask(server.port(), "GET /api/v1/uploads").body())
                    .isEqualTo(new String(ProblemBody.of(Problem.UNKNOWN_MANAGEMENT_ROUTE), StandardCharsets.UTF_8));
            assertThat(ask(server.port(), "POST /metrics").status()).isEqualTo(405);
        }
    }

    @Test
    void usedManagementPortFailsWithOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatExceptionOfType(InfrastructureException.Permanent.class)
                    .isThrownBy(() ->
                            ManagementServer.start("0.0.0.0", taken.getLocalPort(), HEALTHY, ObservabilityTest::page))
                    .withMessage("Port " + taken.getLocalPort() + " on 0.0.0.0 is taken: stop what listens there or"
                            + " choose another with --management-port");
        }
    }
}
