package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.sample.SampleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One web process receives two hundred files at the same time. Its heap could not hold a part of the usual
/// size for each.
class ManyUploadsIT {

    private static final int UPLOADS = 200;
    private static final int LINES = 2_000;

    /// Blanks at the end belong to no column: they make files of 2 MB whose rows load fast.
    private static final byte[] PADDING = " ".repeat(1_000).getBytes(StandardCharsets.US_ASCII);

    private final SharedServers servers = new SharedServers();
    private final TestDatabase database = servers.database();
    private final Map<String, String> settings = servers.settings();

    @TempDir
    private Path folder;

    @AfterEach
    void cleanUp() {
        servers.close();
    }

    @Test
    void twoHundredConcurrentUploadsFitIntoASmallHeap() throws Exception {
        List<byte[]> files = files();
        // All wait here with half of their file sent, so that none ends before the last has started.
        CyclicBarrier allInTheMiddle = new CyclicBarrier(UPLOADS, this::awaitAllReceiving);
        try (CargaProcess web = CargaProcess.start(folder, settings, "serve", "--role", "web", "--port", "0");
                CargaProcess worker = CargaProcess.start(folder, settings, "serve", "--role", "worker");
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            int port = web.awaitReady().port();
            worker.awaitReady();
            List<Future<String>> responses = files.stream()
                    .map(rows -> senders.submit(() -> send(port, rows, allInTheMiddle)))
                    .toList();
            for (Future<String> response : responses) {
                assertThat(response.get(150, TimeUnit.SECONDS)).startsWith("HTTP/1.1 202");
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(150))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> count("SELECT count(*) FROM carga_part WHERE state <> 'loaded'") == 0);

            assertThat(uploads("received")).isEqualTo(UPLOADS);
            assertThat(count("SELECT count(*) FROM user_purchase")).isEqualTo(UPLOADS * LINES);
            assertThat(web.isAlive()).isTrue();
            assertThat(web.output()).doesNotContain("OutOfMemoryError").doesNotContain("ERROR");
            System.out.println("Web process with " + UPLOADS + " uploads at once: " + web.peakMemory());
        }
    }

    /// Lines with their line ends; every CPF once, over all files.
    private static List<byte[]> files() throws IOException {
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        SampleFile.write(sample, UPLOADS * LINES, 20261124, SampleFile.Flaws.NONE);
        byte[] bytes = sample.toByteArray();
        List<byte[]> files = new ArrayList<>();
        int from = endOfLines(bytes, 0, 1);
        for (int file = 0; file < UPLOADS; file++) {
            int to = endOfLines(bytes, from, LINES);
            files.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return files;
    }

    private static int endOfLines(byte[] bytes, int from, int lines) {
        int at = from;
        for (int line = 0; line < lines; at++) {
            line += bytes[at] == '\n' ? 1 : 0;
        }
        return at;
    }

    /// Sends one file, and returns the response.
    private static String send(int port, byte[] rows, CyclicBarrier allInTheMiddle) throws Exception {
        try (OpenUpload upload = new OpenUpload(port, rows.length + (long) LINES * PADDING.length)) {
            int lines = 0;
            for (int from = 0, to; from < rows.length; from = to + 1) {
                to = endOfLines(rows, from, 1) - 1;
                upload.write(rows, from, to);
                upload.write(PADDING, 0, PADDING.length);
                upload.write(rows, to, to + 1);
                if (++lines == LINES / 2) {
                    upload.flush();
                    allInTheMiddle.await(60, TimeUnit.SECONDS);
                }
            }
            return upload.finish();
        }
    }

    /// Sent data may still be in network buffers. Most uploads have stored parts at this point; the first
    /// ones had memory for all that was sent so far.
    private void awaitAllReceiving() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> uploads("receiving") == UPLOADS
                        && count("SELECT count(DISTINCT upload_id) FROM carga_part") > UPLOADS * 8 / 10);
    }

    private int uploads(String state) {
        return count("SELECT count(*) FROM carga_upload WHERE state = '" + state + "'");
    }

    private int count(String query) {
        return database.jdbi()
                .withHandle(handle -> handle.select(query).mapTo(Integer.class).one());
    }
}
