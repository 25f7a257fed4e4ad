package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static dev.carga.adapters.http.RunningServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.application.InfrastructureException;
import dev.carga.domain.upload.ReceptionState;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpServerTest {

    @Test
    void usedPortFailsWithOneLine() {
        try (RunningServer first = new RunningServer()) {
            int port = first.port();

            assertThatExceptionOfType(InfrastructureException.Permanent.class)
                    .isThrownBy(() -> new RunningServer(HttpSettings.on("127.0.0.1", port), SHORT))
                    .withMessage("Port " + port
                            + " on 127.0.0.1 is taken: stop what listens there or choose another with --port");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "no-such-host.invalid"})
    void foreignAddressFailsWithOneLine(String host) {
        assertThatExceptionOfType(InfrastructureException.Permanent.class)
                .isThrownBy(() -> new RunningServer(HttpSettings.on(host, 0), SHORT))
                .withMessageStartingWith("Cannot listen on port 0 of " + host)
                .withMessageEndingWith(": choose another with --port and --host");
    }

    @Test
    void portIsFreeAfterClose() {
        RunningServer first = new RunningServer();
        int port = first.port();
        first.close();

        try (RunningServer second = new RunningServer(HttpSettings.on("127.0.0.1", port), SHORT)) {
            assertThat(second.get("/status").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void uploadInProgressFinishesWhileServerStops() throws Exception {
        try (RunningServer server = new RunningServer();
                Socket sender = RawHttp.open(server.port())) {
            byte[] form = Form.withFile("a.txt", (ROW_1 + ROW_2).repeat(2000));
            byte[] request = RawHttp.request(form, "POST / HTTP/1.1", "Host: x", "Content-Type: " + Form.CONTENT_TYPE);
            OutputStream out = sender.getOutputStream();
            out.write(request, 0, request.length / 2);
            server.onlyUpload();
            int port = server.port();
            Thread closing = Thread.startVirtualThread(server.server::close);
            awaitRefusal(port);

            out.write(request, request.length / 2, request.length - request.length / 2);

            assertThat(RawHttp.read(sender).status()).isEqualTo(202);
            closing.join();
            assertThat(server.onlyUpload().state()).isEqualTo(ReceptionState.RECEIVED);
        }
    }

    @Test
    void slowUploadDoesNotDelayTheStop() throws Exception {
        HttpSettings hurried = new HttpSettings("127.0.0.1", 0, null, Duration.ofSeconds(30), Duration.ofMillis(300));
        try (RunningServer server = new RunningServer(hurried, SHORT);
                Socket sender = RawHttp.open(server.port())) {
            byte[] form = Form.withFile("a.txt", (ROW_1 + ROW_2).repeat(2000));
            byte[] request = RawHttp.request(form, "POST / HTTP/1.1", "Host: x", "Content-Type: " + Form.CONTENT_TYPE);
            sender.getOutputStream().write(request, 0, request.length / 2);
            server.onlyUpload();
            long start = System.nanoTime();

            server.server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            await().until(() -> server.onlyUpload().state() == ReceptionState.INTERRUPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"carga.example", "ftp://carga.example", "http://", "http://a b", "http://h/?x=1", ""})
    void malformedPublicUrlFailsWithOneLine(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpSettings("x", 0, url, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessageStartingWith("The public URL is like https://carga.example");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void portOutOfRangeFailsWithOneLine(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpSettings.on("127.0.0.1", port))
                .withMessage("A port is a number from 0 to 65535, not " + port);
    }

    /// Waits until the server accepts no new connections.
    private static void awaitRefusal(int port) {
        await().until(() -> {
            try (Socket _ = RawHttp.open(port)) {
                return false;
            } catch (ConnectException _) {
                return true;
            } catch (IOException _) {
                return false;
            }
        });
    }
}
