package dev.carga.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.carga.domain.upload.UploadId;
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

/// A server that says what it is told to, one answer after the other.
class ServerClientTest {

    private static final UploadId ID = UploadId.random();
    private static final String DONE = "{\"info\":\"Done.\",\"upload\":{\"state\":\"undone\"}}";

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private ServerUploads uploads;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            Answer answer = answers.remove();
            if (answer.status() == 0) {
                exchange.close();
                return;
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        uploads = at("http://127.0.0.1:" + server.getAddress().getPort() + "/proxied");
    }

    private static ServerUploads at(String url) {
        return new ServerUploads(ServerClient.at(URI.create(url)));
    }

    @AfterEach
    void stop() {
        uploads.close();
        server.stop(0);
    }

    @Test
    void aServerThatRestartsIsAskedAgain() throws Exception {
        answers.add(new Answer(503, "{\"error\":\"about to stop\",\"code\":\"shutting_down\"}"));
        answers.add(new Answer(0, "breaks off"));
        answers.add(new Answer(200, DONE));
        assertThat(uploads.act(ID, UploadAction.UNDO, null).path("info").asText())
                .isEqualTo("Done.");
        assertThat(asked).hasSize(3).containsOnly("POST /proxied/api/v1/uploads/" + ID + "/undo");
    }

    @Test
    void aServerThatSaysNoIsNotAskedAgainAndQuoted() {
        answers.add(new Answer(404, "{\"error\":\"There is no upload.\",\"code\":\"unknown_upload\"}"));
        assertThatThrownBy(() -> uploads.one(ID))
                .isInstanceOf(RefusedException.class)
                .hasMessage("There is no upload.");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aServerThatIsNotCargasIsCalledSo() {
        for (Answer answer : List.of(
                new Answer(404, "<html>"),
                new Answer(200, "<html>"),
                new Answer(200, "{\"ok\":true}"),
                new Answer(302, ""))) {
            answers.add(answer);
            assertThatThrownBy(() -> uploads.page(Set.of(), 20, null))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("not")
                    .hasMessageContaining("as Carga does");
        }
        answers.add(new Answer(502, "<html>"));
        assertThatThrownBy(() ->
                        at("http://127.0.0.1:" + server.getAddress().getPort()).one(ID))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("answers 502, not as Carga does");
    }

    @Test
    void whoHasNeverAnsweredIsNotWaitedFor() {
        server.stop(0);
        assertThatThrownBy(() -> uploads.one(ID))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Nobody answers at http://127.0.0.1:")
                .hasMessageEndingWith("Without one: --home DIR");
    }

    @Test
    void partsThatWereCancelledOrUndoneDidNotFail() throws Exception {
        answers.add(new Answer(200, """
                        {"failed":[
                         {"message":{"code":"cancelled","error":"cancelled","line":null},"part":1},
                         {"message":{"code":"duplicate_cpf","error":"there","line":7},"part":2},
                         {"message":{"code":"undone","error":"undone","line":null},"part":3}]}"""));
        assertThat(uploads.failedParts(ID)).containsExactly(new LoadTarget.FailedPart(2, "there", 7L));
    }

    @Test
    void aPasswordInTheUrlIsNotShown() {
        assertThat(ServerClient.place(URI.create("http://ana:secret@h:1/x"))).isEqualTo("http://h:1/x");
    }
}
