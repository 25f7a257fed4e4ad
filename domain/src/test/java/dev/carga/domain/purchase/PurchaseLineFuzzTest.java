package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Coverage-guided fuzzing of the line parser. Every `./mvnw verify` replays the inputs kept beside this class in the
/// resources, then fuzzes for some seconds; `./mvnw verify -pl domain -Dfuzz.duration=8h` does so for a night. An
/// input that fails is written beside those inputs: commit it with the fix, so that it guards against a regression.
class PurchaseLineFuzzTest {

    private static final int MAX_LINE_BYTES = 300;

    private final PurchaseLineParser parser = new PurchaseLineParser(MAX_LINE_BYTES);

    @FuzzTest
    void parserEqualsNaiveParserOnAnyBytes(byte[] line) {
        LineResult result = parser.parse(line, 0, line.length, 1);

        assertThat(NaiveLine.describe(result))
                .as(() -> new String(line, ISO_8859_1))
                .isEqualTo(NaiveLine.read(line, MAX_LINE_BYTES));
    }
}
