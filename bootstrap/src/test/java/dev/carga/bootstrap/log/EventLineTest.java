package dev.carga.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.InfrastructureException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventLineTest {

    private static final String OURS = "dev.carga.application.load.LoadPart";

    private static String ours(String pattern, Object... arguments) {
        return EventLine.of(OURS, pattern, arguments, null);
    }

    private static String ofCause(Throwable cause) {
        return EventLine.of(OURS, "event=x", null, cause);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            plain,                          plain
            127.0.0.1:5432,                 127.0.0.1:5432
            [::1]:5432,                     [::1]:5432
            two words,                      '"two words"'
            a=b,                            '"a=b"'
            say "hi",                       '"say \\"hi\\""'
            back\\slash,                    '"back\\\\slash"'
            """)
    void valueIsQuotedUnlessItIsAPlainWord(String value, String written) {
        assertThat(ours("event=x cause={} n={}", value, 1)).isEqualTo("event=x cause=" + written + " n=1");
    }

    @Test
    void emptyValueIsQuoted() {
        assertThat(ours("event=x file={} n={}", "", 1)).isEqualTo("event=x file=\"\" n=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nevent=forged", "a\r\nevent=forged", "a\u2028event=forged", "a\u0085event=forged"})
    void noValueStartsALine(String value) {
        assertThat(ours("event=x cause={}", value).lines()).hasSize(1);
        assertThat(ours("event=x cause={}", value).split("[\\u2028\\u2029\\u0085]", -1))
                .hasSize(1);
    }

    @Test
    void argumentWithoutKeyIsSeveralPairs() {
        assertThat(ours("event=retry {} pause_ms={}", "step=store upload=u part=3", 100L))
                .isEqualTo("event=retry step=store upload=u part=3 pause_ms=100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "041.091.641-25",
                "04109164125",
                "4109164125",
                "041091641-25",
                "79.379.491/0008-50",
                "79379491000850",
                "12.ABC.345/01DE-35",
                "12ABC34501DE35",
                "12abc34501de35",
                "12ABC34501DE99"
            })
    void documentIsMasked(String document) {
        assertThat(ours("event=x cause={}", "Key (cpf)=(" + document + ") exists"))
                .isEqualTo("event=x cause=\"Key (cpf)=(***) exists\"");
        assertThat(ours("event=x cause={}", document)).isEqualTo("event=x cause=***");
        assertThat(EventLine.of("org.eclipse.jetty.Http", "bad {}", new Object[] {document}, null))
                .isEqualTo("event=library logger=org.eclipse.jetty.Http says=\"bad ***\"");
        assertThat(ofCause(new IOException("no file " + document))).doesNotContain(document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.168.100.20:5432",
                "10.0.0.1",
                "2026-11-25T06:19:34.123Z",
                "12345678-1234-1234-1234-123456789012",
                "12345678901234567890123456789012",
                "carga.parts",
                "65535"
            })
    void otherValueIsNotMasked(String value) {
        assertThat(ours("event=x at={}", value)).isEqualTo("event=x at=" + value);
    }

    @Test
    void largeCountIsNotMasked() {
        assertThat(ours(
                        "event=x upload={} bytes={}",
                        UUID.fromString("12345678-1234-1234-1234-123456789012"),
                        15_200_000_000L))
                .isEqualTo("event=x upload=12345678-1234-1234-1234-123456789012 bytes=15200000000");
    }

    @Test
    void exceptionIsOneLineWithItsCausesAndItsPlace() {
        Exception e = new InfrastructureException.Transient(
                "The database does not answer", new IOException("Connection reset\nby \"peer\""));

        assertThat(ofCause(e))
                .startsWith(
                        "event=x cause=\"Transient: The database does not answer < IOException: Connection reset\\nby"
                                + " \\\"peer\\\"\" at=\"EventLineTest.exceptionIsOneLine")
                .hasLineCount(1);
    }

    @Test
    void exceptionThatMayQuoteDataIsLoggedByTypeAlone() {
        String line = "041.091.641-25 0 0 NULL";
        Exception e = new IllegalStateException(
                "[statement: INSERT, arguments: " + line + "]",
                new SQLException("Failing row contains (" + line + ")", "23514", new NumberFormatException(line)));

        assertThat(ofCause(e))
                .startsWith("event=x cause=\"IllegalStateException < SQLException < NumberFormatException\" at=")
                .doesNotContain("NULL");
    }

    @Test
    void cyclicCausesAreCutOff() {
        Exception one = new IOException("one");
        Exception two = new IOException("two", one);
        one.initCause(two);

        assertThat(ofCause(one)).contains("one", "two").hasSizeLessThan(1500);
    }

    @Test
    void longMessageIsCutOff() {
        assertThat(ours("event=x cause={}", "word ".repeat(1000)))
                .hasSizeLessThan(700)
                .endsWith("…\"");
    }

    @Test
    void emptyMessageOfALibraryIsOneLine() {
        assertThat(EventLine.of("com.zaxxer.hikari.pool", null, null, null))
                .isEqualTo("event=library logger=com.zaxxer.hikari.pool says=null");
    }
}
