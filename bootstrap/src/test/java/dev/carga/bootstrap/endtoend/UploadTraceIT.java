package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.sample.SampleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One upload in the logs of a web process and a worker.
class UploadTraceIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final SharedServers servers = new SharedServers();
    private final Map<String, String> settings = new HashMap<>(servers.settings());

    @TempDir
    private Path folder;

    @AfterEach
    void cleanUp() {
        servers.close();
    }

    @Test
    void logsOfWebAndWorkerHaveTheUploadAndItsTrace() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        SampleFile.write(file, 2000, 5, SampleFile.Flaws.NONE);
        settings.put("CARGA_LOG_LEVEL", "debug");
        try (CargaProcess web = CargaProcess.start(
                        folder, settings, "serve", "--role", "web", "--port", "0", "--part-lines", "1000");
                CargaProcess worker = CargaProcess.start(folder, settings, "serve", "--role", "worker");
                Client client = new Client(web.awaitReady().port())) {
            worker.awaitReady();
            String sent = client.send("a.txt", file.toByteArray(), "00-" + TRACE + "-00f067aa0ba902b7-01");
            client.awaitEnd(sent);
            assertLogged(sent, TRACE, client, web, worker);

            String sentWithout = client.send("b.txt", file.toByteArray(), "00-" + TRACE + "-0000000000000000-01");
            client.awaitEnd(sentWithout);
            String newTrace = client.upload(sentWithout).path("trace_id").asText();
            assertThat(newTrace).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
            assertLogged(sentWithout, newTrace, client, web, worker);
        }
    }

    private static void assertLogged(
            String upload, String trace, Client client, CargaProcess web, CargaProcess worker) {
        assertThat(client.upload(upload).path("trace_id").asText()).isEqualTo(trace);
        assertThat(web.output()).contains("event=upload_received upload=" + upload + " trace=" + trace + " ");
        for (int part = 1; part <= 2; part++) {
            assertThat(worker.output())
                    .containsPattern(
                            "event=part_(loaded|failed) upload=" + upload + " part=" + part + " trace=" + trace + " ");
        }
    }
}
