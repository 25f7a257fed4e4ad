package dev.carga.bootstrap.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.carga.application.receive.UploadOptions;
import dev.carga.bootstrap.cli.client.ClientResult.Declined;
import dev.carga.bootstrap.cli.client.ClientResult.Success;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.UploadId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a server that sends prepared responses, one after another.
class HttpCargaClientTest {

    private static final UploadId ID = UploadId.random();
    private static final String DONE = "{\"info\":\"Done.\",\"upload\":{\"state\":\"undone\"}}";

    private final Deque<Response> responses = new ArrayDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private CargaClient client;

    private record Response(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            Response response = responses.remove();
            if (response.status() == 0) {
                exchange.close();
                return;
            }
            exchange.getRequestBody().readAllBytes();
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = HttpCargaClient.at(URI.create(url() + "/proxied"));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private static <T> T value(ClientResult<T> result) {
        assertThat(result).isInstanceOf(Success.class);
        return ((Success<T>) result).value();
    }

    private static String reason(ClientResult<?> result) {
        assertThat(result).isInstanceOf(Declined.class);
        return ((Declined<?>) result).reason();
    }

    @Test
    void requestIsRepeatedWhileTheServerRestarts() throws Exception {
        responses.add(new Response(503, "{\"error\":\"about to stop\",\"code\":\"shutting_down\"}"));
        responses.add(new Response(0, "connection closed"));
        responses.add(new Response(200, DONE));
        StartedAction started = value(client.start(UploadAction.UNDO, ID, null));
        assertThat(started.info()).isEqualTo("Done.");
        assertThat(started.upload().stateKey()).isEqualTo("undone");
        assertThat(requests).hasSize(3).containsOnly("POST /proxied/api/v1/uploads/" + ID + "/undo");
    }

    @Test
    void refusalIsPassedOnAndNotRepeated() throws Exception {
        responses.add(new Response(404, "{\"error\":\"There is no upload.\",\"code\":\"unknown_upload\"}"));
        assertThat(reason(client.find(ID))).isEqualTo("There is no upload.");
        assertThat(requests).hasSize(1);
    }

    @Test
    void responseOfAnotherProgramIsNamedAsSuch() throws Exception {
        for (Response response : List.of(
                new Response(404, "<html>"),
                new Response(200, "<html>"),
                new Response(200, "{\"ok\":true}"),
                new Response(302, ""))) {
            responses.add(response);
            assertThat(reason(client.page(Set.of(), 20, null))).contains("not", "as Carga does");
        }
        responses.add(new Response(502, "<html>"));
        try (CargaClient fresh = HttpCargaClient.at(URI.create(url()))) {
            assertThatThrownBy(() -> fresh.find(ID))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("responds with status 502, not as Carga does");
        }
    }

    @Test
    void serverThatNeverRespondedIsNotWaitedFor() {
        server.stop(0);
        assertThatThrownBy(() -> client.find(ID))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("No server answers at http://127.0.0.1:")
                .hasMessageEndingWith("Without a server: --home DIR");
    }

    @Test
    void cancelledAndUndonePartsAreNotFailedParts() throws Exception {
        responses.add(new Response(200, """
                        {"failed":[
                         {"message":{"code":"cancelled","error":"cancelled","line":null},"part":1},
                         {"message":{"code":"duplicate_cpf","error":"there","line":7},"part":2},
                         {"message":{"code":"undone","error":"undone","line":null},"part":3}]}"""));
        assertThat(value(client.failedParts(ID))).containsExactly(new FailedPart(2, "there", 7L));
    }

    @Test
    void jsonIsPrintedAsTheServerWroteIt() throws Exception {
        String upload = "{\"state\":\"archived\",\"id\":\"x\",\"new_field\":[1,2.5,\"é\"]}";
        responses.add(new Response(200, upload));
        assertThat(value(client.findJson(ID))).isEqualTo(upload);
        String page = "{\"uploads\":[" + upload + "],\"next\":\"c\"}";
        responses.add(new Response(200, page));
        UploadPage read = value(client.page(Set.of(), 20, null));
        assertThat(read.json()).isEqualTo(page);
        assertThat(read.next()).isEqualTo("c");
    }

    @Test
    void wordsOfANewerServerStayText() throws Exception {
        responses.add(new Response(200, """
                        {"uploads":[{"id":"x","state":"archived","on_duplicate":"merge","opened_at":"soon",
                         "parts":{"total":3,"stored":3},"rows":null}],"next":null}"""));
        UploadDetails upload = value(client.page(Set.of(), 20, null)).uploads().getFirst();
        assertThat(upload.state()).isEmpty();
        assertThat(upload.stateKey()).isEqualTo("archived");
        assertThat(upload.options().onDuplicate()).isEqualTo("merge");
        assertThat(upload.times().opened()).isNull();
        assertThat(upload.parts().byState()).containsOnlyKeys("stored");
    }

    @Test
    void optionThatTheServerDoesNotKnowIsNotSent() throws Exception {
        responses.add(
                new Response(200, "{\"paths\":{\"/\":{\"post\":{\"parameters\":[{\"name\":\"on_duplicate\"}]}}}}"));
        LoadingRules dryRun = new LoadingRules(
                DuplicatePolicy.FAIL, InvalidPolicy.KEEP, UnreadablePolicy.NULL, null, null, AbortPolicy.KEEP, true);
        UploadOptions options = new UploadOptions(dryRun, LayoutOptions.NONE, true, null, null);
        assertThat(reason(client.send("a.csv", options, new ByteArrayInputStream(new byte[1]), 1)))
                .contains("does not know dry_run");
        assertThat(requests).containsExactly("GET /proxied/openapi.json");
    }

    @Test
    void passwordInTheUrlIsNotShown() {
        assertThat(ServerUrl.withoutPassword(URI.create("http://ana:secret@h:1/x")))
                .isEqualTo("http://h:1/x");
    }
}
