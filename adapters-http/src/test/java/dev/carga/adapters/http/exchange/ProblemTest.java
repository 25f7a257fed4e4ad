package dev.carga.adapters.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void everyProblemHasUniqueCode() {
        assertThat(Stream.of(Problem.values()).map(Problem::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[a-z_]+"));
    }

    @Test
    void argumentsOfTextsAreEscaped() {
        String body = new String(ProblemBody.of(Problem.EMPTY_FILE, "%s\"\\ã\n.txt"), StandardCharsets.UTF_8);

        assertThat(Json.text(body, "error"))
                .isEqualTo("The file %s\"\\ã\n.txt is empty: send one with at least one line");
    }
}
