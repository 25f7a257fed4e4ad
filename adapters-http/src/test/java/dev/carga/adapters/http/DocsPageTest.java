package dev.carga.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `/docs` in a browser. Without Chromium, the tests that need a browser are reported as skipped.
class DocsPageTest {

    private static final List<String> CHROMIUM =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    @TempDir
    private Path profile;

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pageForbidsContentFromOtherOrigins() {
        HttpResponse<String> page =
                server.send(HttpRequest.newBuilder(server.uri("/docs")).build());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'")
                .contains("connect-src 'self'");
        assertThat(page.body()).doesNotContain("http://").doesNotContain("https://");
    }

    @Test
    void browserShowsEveryRouteAndEverySchema() throws IOException, InterruptedException {
        @Nullable
        String chromium = CHROMIUM.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse(null);
        assumeThat(chromium)
                .as("Chromium is not installed: /docs is not tested in a browser")
                .isNotNull();

        String shown = dom(String.valueOf(chromium), server.uri("/docs").toString());

        JsonNode api = Json.read(
                server.send(HttpRequest.newBuilder(server.uri("/openapi.json")).build())
                        .body());
        List<String> paths = new ArrayList<>();
        api.required("paths").fieldNames().forEachRemaining(paths::add);
        api.at("/components/schemas").fieldNames().forEachRemaining(name -> paths.add("id=\"schema-" + name + "\""));
        assertThat(paths)
                .hasSizeGreaterThan(30)
                .allSatisfy(path -> assertThat(shown).contains(path));
        assertThat(shown).as("the line that says it is being read").doesNotContain("id=\"state\"");
        assertThat(shown)
                .as("a curl line with the address of this server, and an example of a response")
                .contains("curl -N " + server.uri("/api/v1/uploads/"))
                .contains("Example: 200")
                .doesNotContain("127.0.0.1:8080");
    }

    /// The page after its script has run.
    private String dom(String chromium, String url) throws IOException, InterruptedException {
        Path out = profile.resolve("dom.html");
        Process browser = new ProcessBuilder(
                        chromium,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile.resolve("profile"),
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        url)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(browser.waitFor(60, TimeUnit.SECONDS))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            browser.destroyForcibly();
        }
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
