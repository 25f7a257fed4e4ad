package dev.carga.bootstrap.sample;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.bootstrap.sample.SampleFile.Flaws;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.ParsedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Compares `docs/examples/base_teste.txt` with what the documents say about it. To update it after a change of
/// the samples, write [#example()] there, and correct the counters here and in the documents.
class ExampleFileTest {

    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "base_teste.txt");

    /// The seed whose first CPF is 041.091.641-25.
    private static final long SEED = 344_386_621;

    private static final Counters COUNTERS = Counters.of(Map.ofEntries(
            entry(Counter.TOTAL_ROWS, 1_000L),
            entry(Counter.TOTAL_ADDED, 970L),
            entry(Counter.TOTAL_REJECTED, 30L),
            entry(Counter.TOTAL_FLAWED, 36L),
            entry(Counter.NUL_BYTE, 6L),
            entry(Counter.INVALID_ENCODING, 6L),
            entry(Counter.WRONG_COLUMNS, 6L),
            entry(Counter.MISSING_CPF, 6L),
            entry(Counter.VALUE_TOO_LONG, 6L),
            entry(Counter.INVALID_CPF, 6L),
            entry(Counter.INVALID_PRIVATE, 3L),
            entry(Counter.INVALID_INCOMPLETO, 2L),
            entry(Counter.INVALID_DATE, 6L),
            entry(Counter.INVALID_TICKET_MEDIO, 4L),
            entry(Counter.INVALID_TICKET_ULTIMA_COMPRA, 4L),
            entry(Counter.INVALID_LOJA_MAIS_FREQUENTE, 6L),
            entry(Counter.INVALID_LOJA_ULTIMA_COMPRA, 5L)));

    @Test
    void exampleIsASample() throws IOException {
        assertThat(Files.readAllBytes(EXAMPLE)).isEqualTo(example());
    }

    @Test
    void exampleHasTheDocumentedCounters() throws IOException {
        assertThat(SampleFileTest.parsed(Files.readAllBytes(EXAMPLE)).counters())
                .isEqualTo(COUNTERS);
    }

    @Test
    void exampleShowsEveryFormOfAValue() throws IOException {
        byte[] file = Files.readAllBytes(EXAMPLE);

        assertThat(FileKind.of(file, FileKind.HEAD_BYTES)).isEqualTo(FileKind.TEXT);
        assertThat(new String(file, ISO_8859_1).lines().skip(1))
                .anyMatch(line -> line.matches(".* 1\\.000\\.000,12 .*"))
                .anyMatch(line -> line.matches(".* 0 .* 0,00 .*"))
                .anyMatch(line -> line.matches("[^ ]+ +[01] +[01] +[^ ]+ +(0 .*|[^ ]+ +0 .*)"))
                .anyMatch(line -> line.matches("[0-9]{11} .*"))
                .anyMatch(line -> line.matches(".* [0-9]{4}-[0-9]{2}-[0-9]{2} .*"))
                .anyMatch(line -> line.matches(".* [0-9]{2}/[0-9]{2}/[0-9]{4} .*"))
                .anyMatch(line -> line.matches(".* [0-9.]*[A-Z][0-9A-Z.]*/[0-9A-Z]{4}-[0-9]{2} .*"))
                .anyMatch(line -> line.matches("[^ ]+ +1 +0 .*"))
                .anyMatch(line -> line.matches("[^ ]+ +0 +1 .*"));
    }

    @Test
    void exampleStartsWithTheKnownCpfAndRepeatsNone() throws IOException {
        ParsedPart part = SampleFileTest.parsed(Files.readAllBytes(EXAMPLE));

        assertThat(part.rows().stream().map(row -> row.cpf().text())).doesNotHaveDuplicates();
        assertThat(part.rows().stream().filter(row -> row.line() == 2))
                .singleElement()
                .extracting(row -> row.cpf().text())
                .isEqualTo("041.091.641-25");
    }

    private static byte[] example() throws IOException {
        return SampleFileTest.sample(1_000, SEED, new Flaws(15, false));
    }
}
