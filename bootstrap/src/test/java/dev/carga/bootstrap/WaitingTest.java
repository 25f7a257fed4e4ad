package dev.carga.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How actions wait for their end, with a server that reports `in progress` for a number of polls.
class WaitingTest {

    private static final String ID = "123e4567-e89b-42d3-a456-426614174000";

    private final AtomicInteger pollsInProgress = new AtomicInteger();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private String last = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/uploads/" + ID, exchange -> {
            boolean action = exchange.getRequestMethod().equals("POST");
            String upload = action || pollsInProgress.getAndDecrement() > 0
                    ? upload(exchange.getRequestURI().getPath().endsWith("retry") ? "loading" : "undoing", 0)
                    : last;
            byte[] body = (action ? "{\"info\":\"Started.\",\"upload\":" + upload + "}" : upload)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(action ? 202 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/status", exchange -> {
            byte[] body = "{\"failed\":[{\"message\":{\"code\":\"x\",\"error\":\"there\",\"line\":7},\"part\":1}]}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String upload(String state, int failed) {
        return "{\"id\":\"" + ID + "\",\"state\":\"" + state + "\",\"rows\":{\"removed\":8,\"restored\":4,\"kept\":2},"
                + "\"parts\":{\"total\":1,\"loaded\":0,\"failed\":" + failed + "}}";
    }

    /// The environment variables name both a server and a home folder.
    private int run(String... arguments) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return Main.commandLine(Map.of("CARGA_URL", url, "CARGA_HOME", "nowhere"))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void homeReplacesTheServerOnlyAsAFlag() {
        assertThat(run("undo", "--home", "nowhere", ID)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("carga: There is no Carga database in nowhere");
        assertThat(run("undo", ID)).isZero();
    }

    @Test
    void waitReportsTheEnd() {
        pollsInProgress.set(3);
        last = upload("undone", 0);
        assertThat(run("undo", "--wait", ID, ID)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        ID + ": Started.", ID + ": undone; parts: 1; rows: 8 removed, 4 restored, 2 kept as they are");
        assertThat(err.toString()).isEmpty();
        assertThat(pollsInProgress).hasValue(-1);
    }

    @Test
    void withoutWaitTheStateIsNotPolled() {
        assertThat(run("undo", ID)).isZero();
        assertThat(out.toString()).isEqualTo(ID + ": Started." + System.lineSeparator());
        assertThat(pollsInProgress).hasValue(0);
    }

    @Test
    void partsThatFailAgainAreReportedWithTheirReason() {
        last = upload("failed", 1);
        assertThat(run("retry", "--wait", ID)).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        ID + ": Started.", ID + ": failed; parts: 1 (1 failed)", "  part 1 failed at line 7: there");
    }

    @Test
    void waitingEndsAtTheTimeout() {
        pollsInProgress.set(1_000_000);
        assertThat(run("undo", "--wait", "--timeout", "1", ID)).isEqualTo(1);
        assertThat(out.toString()).contains(ID + ": undoing");
        assertThat(err.toString())
                .isEqualTo("carga: stopped waiting for " + ID + " after 1 s; the server continues"
                        + System.lineSeparator());
    }
}
