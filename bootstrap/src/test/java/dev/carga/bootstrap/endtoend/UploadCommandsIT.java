package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.sample.SampleFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `carga uploads`, `status`, `cancel`, `retry` and `undo`, with a server and without one.
class UploadCommandsIT {

    private static final String EXAMPLE =
            Path.of("..", "docs", "examples", "base_teste.txt").toAbsolutePath().toString();
    private static final String UNKNOWN_ID = "123e4567-e89b-42d3-a456-426614174000";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @TempDir
    private Path folder;

    private String run(int expectedStatus, Map<String, String> environment, String... arguments) {
        try (CargaProcess process = CargaProcess.start(folder, environment, arguments)) {
            assertThat(process.awaitExit()).as(process.output()).isEqualTo(expectedStatus);
            return process.output();
        }
    }

    private String run(int expectedStatus, String... arguments) {
        return run(expectedStatus, Map.of(), arguments);
    }

    private static String id(String output) {
        Matcher id = ID.matcher(output);
        assertThat(id.find()).as(output).isTrue();
        return id.group();
    }

    @Test
    void loadWithoutAServerIsUndoneWithoutAServer() {
        String loaded = run(0, "load", EXAMPLE);
        String id = id(loaded);
        assertThat(loaded).contains("to take it back: carga undo --home .carga " + id);

        assertThat(run(0, "uploads", "--home", ".carga"))
                .hasLineCount(2)
                .containsPattern(id + " +completed +1,000 +1/0/1 .* base_teste.txt");
        assertThat(run(0, "status", "--home", ".carga", id))
                .contains("completed: the whole file is loaded", "1 (1 loaded)", "152,164")
                .containsPattern("970 +total_added");
        // With --home, variables that name another database are ignored.
        assertThat(run(0, Map.of("DB_HOST", "nowhere.invalid", "DB_NAME", "x"), "undo", "--home", ".carga", id))
                .contains(id + ": Undone: 970 rows are removed.");
        assertThat(run(0, "uploads", "--home", ".carga")).containsPattern(id + " +undone +1,000 +0/0/1 ");
        assertThat(run(1, "retry", "--home", ".carga", id)).contains("was cancelled or undone");
        assertThat(run(0, "load", EXAMPLE)).containsPattern("970 +total_added");
    }

    @Test
    void failedUploadLoadsUnderAnotherPolicy() {
        run(0, "load", EXAMPLE);
        String failed = run(1, "load", EXAMPLE);
        String id = ID.matcher(failed).results().toList().getLast().group();
        assertThat(failed).contains("to retry the failed parts: carga retry --on-duplicate skip --home .carga " + id);

        assertThat(run(0, "status", "--home", ".carga", id))
                .contains("failed: no part is loaded", "part 1 failed at line 2: duplicate key");
        assertThat(run(1, "retry", "--home", ".carga", id))
                .contains("1 failed part is tried again", "failed; parts: 1 (1 failed)", "part 1 failed at line 2");
        assertThat(run(0, "retry", "--home", ".carga", "--on-duplicate", "skip", id))
                .contains("completed; parts: 1 (1 loaded)");
        assertThat(run(0, "retry", "--home", ".carga", id)).contains("There is no failed part to try again.");
        assertThat(run(0, "uploads", "--home", ".carga", "--state", "failed"))
                .contains("No upload is in such a state.");
    }

    @Test
    void uploadsAreManagedThroughARunningServer() {
        try (CargaProcess server = CargaProcess.start(folder, Map.of(), "serve", "--port", "0")) {
            String url = "http://127.0.0.1:" + server.awaitReady().port();
            Map<String, String> there = Map.of("CARGA_URL", url);
            String first = id(run(0, "load", "--url", url, EXAMPLE));
            String again = run(1, there, "load", EXAMPLE);
            String second = ID.matcher(again).results().toList().getLast().group();
            assertThat(again).contains("carga retry --on-duplicate skip --url " + url + " " + second);

            assertThat(run(0, there, "uploads", "--limit", "1"))
                    .contains(second, "There may be more uploads")
                    .doesNotContain(first);
            assertThat(run(0, there, "uploads", "--all")).containsSubsequence(second, first);
            assertThat(run(0, there, "uploads", "--json", "--state", "completed,failed"))
                    .startsWith("{\"uploads\":[{\"id\":\"" + second + "\"")
                    .hasLineCount(1);
            assertThat(run(0, there, "status", "--json", first)).startsWith("{\"id\":\"" + first + "\"");
            assertThat(run(0, there, "status", second)).contains("part 1 failed at line 2: duplicate key");

            assertThat(run(1, there, "retry", "--wait", second)).contains("part 1 failed at line 2: duplicate key");
            assertThat(run(0, there, "retry", "--wait", "--on-duplicate", "update", second))
                    .contains("completed; parts: 1 (1 loaded)");
            assertThat(run(1, there, "undo", "--wait", first, UNKNOWN_ID, second))
                    .contains(
                            first + ": Undone: 0 rows are removed, and 970 rows are left",
                            "carga: There is no upload " + UNKNOWN_ID,
                            second + ": Undone: 970 rows are removed");
            assertThat(run(0, there, "cancel", first)).contains("Nothing is left to cancel");

            assertThat(run(1, "undo", "--home", ".carga", first))
                    .contains("already runs on the folder", "--url")
                    .hasLineCount(1);
            server.terminate();
            server.awaitExit();
        }
    }

    @Test
    void largeUploadIsCancelledWhileItIsSent() throws IOException {
        Path file = folder.resolve("large.txt");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            SampleFile.write(out, 300_000, 1, SampleFile.Flaws.NONE);
        }
        try (CargaProcess server =
                CargaProcess.start(folder, Map.of(), "serve", "--port", "0", "--part-lines", "100", "--workers", "1")) {
            String url = "http://127.0.0.1:" + server.awaitReady().port();
            try (CargaProcess load = CargaProcess.start(folder, Map.of(), "load", "--url", url, file.toString())) {
                String id = Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(
                                () -> run(0, "uploads", "--url", url, "--state", "receiving,loading"),
                                output -> ID.matcher(output).find())
                        .transform(UploadCommandsIT::id);
                assertThat(run(0, "cancel", "--url", url, "--wait", id)).contains(id + ": ");
                assertThat(run(0, "status", "--url", url, id)).contains("cancelled; rows that were loaded before stay");
                assertThat(load.awaitExit()).as(load.output()).isEqualTo(1);
                assertThat(run(0, "undo", "--url", url, "--wait", id)).contains("ndone: ");
                assertThat(run(0, "uploads", "--url", url)).containsPattern(id + " +undone ");
            }
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(2, "'12' is not the id of an upload", "status", "12"),
                mistake(2, "'12' is not the id of an upload", "undo", UNKNOWN_ID, "12"),
                mistake(2, "Missing required parameter: 'ID'", "cancel"),
                mistake(2, "'--on-duplicate'", "retry", "--on-duplicate", "drop", UNKNOWN_ID),
                mistake(2, "'--state'", "uploads", "--state", "done"),
                mistake(2, "--limit is 0", "uploads", "--limit", "0"),
                mistake(2, "--timeout is 0", "undo", "--timeout", "0", UNKNOWN_ID),
                mistake(2, "must look like http", "uploads", "--url", "localhost"),
                mistake(2, "give one of them", "uploads", "--url", "http://127.0.0.1:1", "--home", "."),
                mistake(2, "no Carga database in nowhere", "uploads", "--home", "nowhere"),
                mistake(
                        1,
                        "No server answers at http://127.0.0.1:1:",
                        "undo",
                        "--url",
                        "http://127.0.0.1:1",
                        UNKNOWN_ID));
    }

    private static Arguments mistake(int status, String message, String... flags) {
        return Arguments.of(status, message, flags);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsOneLineAndAnExitStatus(int status, String message, String[] flags) {
        assertThat(run(status, flags))
                .contains(message)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }
}
