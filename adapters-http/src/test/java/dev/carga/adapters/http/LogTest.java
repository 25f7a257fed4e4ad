package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogTest {

    private static final Path LOG = Path.of("target/test.log");

    @Test
    void refusalIsOneLogLineWithoutFileContent() throws IOException {
        String mark = UUID.randomUUID().toString();
        String markInLog = mark.replaceAll("[0-9]", "#");
        byte[] form = new Form()
                .part(
                        "form-data; name=\"f\"; filename*=UTF-8''a%0D%0Aevent=forged%22" + mark + ".doc",
                        (HEADER + ROW_1 + ROW_1 + "a line of " + mark).getBytes(StandardCharsets.UTF_8))
                .end();

        try (RunningServer server = new RunningServer()) {
            server.post(form);
            server.loadAll();
        }

        List<String> lines = Files.readAllLines(LOG);
        assertThat(lines.stream().filter(line -> line.contains(markInLog)))
                .singleElement()
                .asString()
                .contains(" INFO ")
                .contains("event=upload_refused status=415 code=")
                .contains(" file=a__event=forged'" + markInLog + ".doc ms=");
        assertThat(lines).noneMatch(line -> line.contains("041.091.641-25"));
    }

    @Test
    void documentInFileNameIsMaskedInTheLog() throws IOException {
        try (RunningServer server = new RunningServer()) {
            server.postFile("732.112.549-90.pdf", HEADER + ROW_1);
            server.postFile("79379491000183.doc", HEADER + ROW_1);
        }
        assertThat(Files.readAllLines(LOG))
                .noneMatch(line -> line.contains("732.112.549-90"))
                .noneMatch(line -> line.contains("79379491000183"))
                .anyMatch(line -> line.contains("file=###.###.###-##.pdf"));
    }

    @Test
    void previewLogsNothing() throws IOException {
        try (RunningServer server = new RunningServer()) {
            List<String> before = Files.readAllLines(LOG);
            HttpRequest request = HttpRequest.newBuilder(
                            server.uri("/api/v1/previews?whole=true&filename=041.091.641-25.txt"))
                    .POST(HttpRequest.BodyPublishers.ofString(HEADER + ROW_1 + "041.091.641-25 and more\n"))
                    .build();
            assertThat(server.send(request).statusCode()).isEqualTo(200);
            assertThat(Files.readAllLines(LOG)).isEqualTo(before);
        }
    }
}
