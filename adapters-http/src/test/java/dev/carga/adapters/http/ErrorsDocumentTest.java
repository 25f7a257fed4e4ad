package dev.carga.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.http.exchange.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/reference/errors.md` lists every problem with its text.
class ErrorsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "reference", "errors.md");

    @Test
    void tableListsExactlyTheProblems() throws IOException {
        assertThat(Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(
                        Stream.of(Problem.values()).map(ErrorsDocumentTest::row).toList());
    }

    private static String row(Problem problem) {
        Object[] gaps = new Object[4];
        Arrays.fill(gaps, "…");
        return "| `" + problem.code() + "` | " + problem.status() + " | " + problem.text(gaps) + " |";
    }
}
