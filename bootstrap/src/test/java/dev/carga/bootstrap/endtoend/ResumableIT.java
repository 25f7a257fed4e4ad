package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.sample.SampleFile;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CuttingRules;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two tus clients of others, over a network that cuts their connections a hundred times at random bytes: the
/// whole file is loaded.
class ResumableIT {

    private static final int CUTS = 100;
    private static final int LINES = 20_000;

    private final TestDatabase database = new TestDatabase();

    @TempDir
    private Path folder;

    @AfterEach
    void dropTheSchema() {
        database.close();
    }

    private Carga start() {
        return Carga.of(new Settings(
                        Role.ALL,
                        HttpSettings.on("127.0.0.1", 0),
                        database.settings(12),
                        null,
                        Path.of("unused"),
                        2,
                        8,
                        5,
                        Duration.ofMinutes(2),
                        new CuttingRules(1_000, 1 << 20, 1 << 10)))
                .start();
    }

    private static byte[] sample() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SampleFile.write(bytes, LINES, 20261125, SampleFile.Flaws.NONE);
        return bytes.toByteArray();
    }

    private static CuttingProxy proxy(Carga carga, byte[] file) {
        return new CuttingProxy(carga.port(), CUTS, file.length / CUTS, 20261125);
    }

    private void assertLoaded(Carga carga, String id, byte[] file) throws IOException {
        try (Client client = new Client(carga.port())) {
            client.awaitCompleted(id);
            JsonNode upload = client.upload(id);
            assertThat(upload.path("sha256").asText()).isEqualTo(sha256(file));
            assertThat(upload.path("bytes").asInt()).isEqualTo(file.length);
        }
        assertThat(Rows.of(database)).containsExactlyInAnyOrderElementsOf(IndependentReading.rows(file));
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void javaClientUploadsTheFileThroughCuts() throws IOException, ProtocolException, InterruptedException {
        byte[] sample = sample();
        Path file = Files.write(folder.resolve("base.txt"), sample);
        try (Carga carga = start();
                CuttingProxy proxy = proxy(carga, sample)) {
            TusClient client = new TusClient();
            client.setUploadCreationURL(URI.create("http://127.0.0.1:" + proxy.port() + "/api/v1/tus")
                    .toURL());
            client.enableResuming(new TusURLMemoryStore());
            String url = null;
            for (int attempt = 0; url == null; attempt++) {
                assertThat(attempt).as("cut %d times", proxy.cuts()).isLessThan(20 * CUTS);
                url = attempt(client, file);
            }
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertLoaded(carga, url.replaceFirst(".*/", ""), sample);
        }
    }

    /// The upload's URL; null if the attempt failed.
    private static @Nullable String attempt(TusClient client, Path file) throws InterruptedException {
        try {
            TusUploader uploader = client.resumeOrCreateUpload(new TusUpload(file.toFile()));
            uploader.setChunkSize(10_000);
            uploader.setRequestPayloadSize(400_000);
            while (uploader.uploadChunk() > -1) {
                // The next chunk.
            }
            uploader.finish();
            return uploader.getUploadURL().toString();
        } catch (IOException | ProtocolException _) {
            Thread.sleep(20);
            return null;
        }
    }

    /// In one request, and in chunks.
    @ParameterizedTest
    @ValueSource(strings = {"", "100000"})
    void javaScriptClientUploadsTheFileThroughCuts(String chunkBytes) throws IOException, InterruptedException {
        Path client = javaScriptClient();
        byte[] sample = sample();
        Path file = Files.write(folder.resolve("base.txt"), sample);
        try (Carga carga = start();
                CuttingProxy proxy = proxy(carga, sample)) {
            String endpoint = "http://127.0.0.1:" + proxy.port() + "/api/v1/tus";
            String output = run(client, "node", "upload.js", file.toString(), endpoint, chunkBytes);
            assertThat(output).contains("/api/v1/tus/");
            assertThat(proxy.cuts()).isEqualTo(CUTS);
            assertLoaded(carga, output.strip().replaceFirst("(?s).*/", ""), sample);
        }
    }

    /// The folder with the installed client.
    private static Path javaScriptClient() throws IOException, InterruptedException {
        Path client = Files.createDirectories(Path.of("target", "tus-js").toAbsolutePath());
        for (String name : List.of("package.json", "upload.js")) {
            Files.write(client.resolve(name), Files.readAllBytes(Path.of("src", "test", "js", name)));
        }
        if (!Files.exists(client.resolve("node_modules"))) {
            String output = run(client, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock");
            assumeTrue(
                    Files.exists(client.resolve("node_modules", "tus-js-client")),
                    () -> "tus-js-client was not tested, since npm could not install it: " + output);
        }
        return client;
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "tus-js-client was not tested: " + command[0] + " is not installed");
            throw e;
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(output).isTrue();
        return output;
    }
}
