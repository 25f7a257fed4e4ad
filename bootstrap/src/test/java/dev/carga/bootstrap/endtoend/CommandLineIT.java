package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The program on the command line, on a machine without a database or a broker.
class CommandLineIT {

    private static final Path EXAMPLE =
            Path.of("..", "docs", "examples", "base_teste.txt").toAbsolutePath();

    @TempDir
    private Path folder;

    private String run(int expectedStatus, Map<String, String> environment, String... arguments) {
        try (CargaProcess process = CargaProcess.start(folder, environment, arguments)) {
            assertThat(process.awaitExit()).as(process.output()).isEqualTo(expectedStatus);
            return process.output();
        }
    }

    @Test
    void exampleLoadsIntoTheEmbeddedDatabaseOnceAndFailsTheSecondTime() {
        String first = run(0, Map.of(), "load", EXAMPLE.toString());
        assertThat(first)
                .contains("1 of 1 parts loaded")
                .containsPattern("1,000 +total_rows")
                .containsPattern("970 +total_added")
                .containsPattern("30 +total_rejected");

        String second = run(1, Map.of(), "load", EXAMPLE.toString());
        assertThat(second)
                .contains("0 of 1 parts loaded")
                .contains("part 1 failed at line 2: duplicate key value violates unique constraint")
                .contains("Key (cpf)=(041.091.641-25) already exists.");
    }

    @Test
    void repeatedLoadUpdatesOrSkipsRowsByPolicy() {
        run(0, Map.of(), "load", EXAMPLE.toString());

        assertThat(run(0, Map.of(), "load", "--on-duplicate=update", EXAMPLE.toString()))
                .contains("1 of 1 parts loaded")
                .containsPattern("  0 +total_added")
                .containsPattern("970 +total_updated");
        assertThat(run(0, Map.of("CARGA_ON_DUPLICATE", "SKIP"), "load", EXAMPLE.toString()))
                .contains("1 of 1 parts loaded")
                .containsPattern("970 +duplicate_count")
                .contains("lines 2, 3, 4, ", ", …");
    }

    @Test
    void loadSendsFilesToARunningServer() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.txt"));
        try (CargaProcess server = CargaProcess.start(folder, Map.of(), "serve", "--port", "0")) {
            String url = "http://127.0.0.1:" + server.awaitReady().port();
            assertThat(run(0, Map.of(), "load", "--url", url, EXAMPLE.toString()))
                    .containsPattern("970 +total_added");
            assertThat(run(1, Map.of(), "load", "--url", url, empty.toString(), EXAMPLE.toString()))
                    .contains("empty.txt is not loaded")
                    .contains("0 of 1 parts loaded");
            assertThat(run(0, Map.of(), "load", "--url", url, "--on-duplicate", "skip", EXAMPLE.toString()))
                    .containsPattern("970 +duplicate_count")
                    .contains("lines 2, 3, 4, ")
                    .doesNotContain("duplicate_lines");
            server.terminate();
            server.awaitExit();
        }
    }

    private static final String[] OPTIONS = {
        "--dry-run",
        "--decimal=comma",
        "--dates=dd/mm/yyyy",
        "--booleans=1/0",
        "--nulls=NULL,n/i",
        "--extra-columns=ignore",
        "--missing-columns=null",
        "--on-unreadable=reject",
        "--max-flaws=100%"
    };

    private static String[] load(String... more) {
        return Stream.of(Stream.of("load"), Stream.of(OPTIONS), Stream.of(more), Stream.of(EXAMPLE.toString()))
                .flatMap(part -> part)
                .toArray(String[]::new);
    }

    @Test
    void optionsApplyWithAServerAndWithoutOne() {
        String unknown = "123e4567-e89b-42d3-a456-426614174000";
        // With these words for true and false, 26 of the 970 rows have an unreadable value.
        assertThat(run(0, Map.of(), load())).contains("nothing is loaded").containsPattern("944 +total_added");
        assertThat(run(1, Map.of(), load("--corrects", unknown))).contains("there is no upload " + unknown);
        assertThat(run(0, Map.of(), "uploads", "--home", ".carga")).contains("[dry run] base_teste.txt");
        try (CargaProcess server = CargaProcess.start(folder, Map.of(), "serve", "--port", "0")) {
            String url = "http://127.0.0.1:" + server.awaitReady().port();
            assertThat(run(0, Map.of(), load("--url", url)))
                    .contains("nothing is loaded")
                    .containsPattern("944 +total_added");
            assertThat(run(1, Map.of(), load("--url", url, "--corrects", unknown)))
                    .contains("The upload that corrects names does not exist");
            String list = run(0, Map.of(), "uploads", "--url", url, "--limit", "1");
            String id = list.lines().toList().get(1).split(" ", 2)[0];
            assertThat(run(0, Map.of(), "status", "--url", url, id))
                    .contains("This is a dry run")
                    .contains("on_unreadable=reject max_flaws=100% decimal=comma dates=dd/mm/yyyy booleans=1/0");
            server.terminate();
            server.awaitExit();
        }
    }

    @Test
    void sampleWithTheSameSeedIsTheSame() {
        assertThat(run(0, Map.of(), "sample", "10", "--seed", "5"))
                .hasLineCount(11)
                .startsWith("CPF ")
                .isEqualTo(run(0, Map.of("CARGA_SEED", "5"), "sample", "10"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(2, "Unknown option", Map.of(), "serve", "--prot", "1"),
                mistake(2, "'--port' (or CARGA_PORT)", Map.of("CARGA_PORT", "x"), "serve"),
                mistake(2, "role worker needs a database", Map.of(), "serve", "--role", "worker"),
                mistake(2, "DB_NAME is missing", Map.of("DB_HOST", "127.0.0.1"), "serve"),
                mistake(2, "'--on-duplicate' (or CARGA_ON_DUPLICATE)", Map.of("CARGA_ON_DUPLICATE", "x"), "load", "a"),
                mistake(2, "cannot be read", Map.of(), "load", "nothing.txt"),
                mistake(2, "neither comma, as in 1.234,50, nor point", Map.of(), "load", "--decimal", "both", "a"),
                mistake(2, "none of dd/mm/yyyy, mm/dd/yyyy", Map.of(), "load", "--dates", "dmyy", "a"),
                mistake(2, "such as ativo/inativo", Map.of(), "load", "--booleans", "sim", "a"),
                mistake(2, "such as 'n/i,sem dado'", Map.of(), "load", "--nulls", ",", "a"),
                mistake(2, "such as Documento:cpf,VIP:private", Map.of(), "load", "--columns", "nome", "a"),
                mistake(2, "expected one of [REFUSE, IGNORE]", Map.of(), "load", "--extra-columns", "null", "a"),
                mistake(2, "expected one of [REFUSE, NULL]", Map.of(), "load", "--missing-columns", "ignore", "a"),
                mistake(2, "nor a percentage such as 2.5%", Map.of(), "load", "--max-flaws", "few", "a"),
                mistake(2, "neither the name of a sheet", Map.of(), "load", "--sheet", "0", "a"),
                mistake(2, "such as 123e4567", Map.of(), "load", "--corrects", "12", "a"),
                mistake(2, "must look like http", Map.of(), "load", "--url", "localhost", EXAMPLE.toString()),
                mistake(1, "No server answers", Map.of(), "load", "--url", "http://127.0.0.1:1", EXAMPLE.toString()));
    }

    private static Arguments mistake(int status, String message, Map<String, String> environment, String... flags) {
        return Arguments.of(status, message, environment, flags);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeIsOneLineAndAnExitStatus(int status, String message, Map<String, String> environment, String[] flags) {
        assertThat(run(status, environment, flags))
                .contains(message)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }
}
