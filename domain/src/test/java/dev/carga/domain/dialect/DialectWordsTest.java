package dev.carga.domain.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.carga.domain.Nullable;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectWordsTest {

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "1.0, 0.0",
        "'1,0', '0,0'",
        "true, false",
        "TRUE, FALSE",
        "t, f",
        "S, N",
        "sim, não",
        "Sim, NÃO",
        "SIM, Nao",
        "Y, N",
        "yes, no",
        "V, F",
        "Verdadeiro, Falso",
        "１, ０",
    })
    void usualFlagWordsAreReadInAnyCaseWithOrWithoutAccents(String yes, String no) {
        assertThat(flag(yes, BooleanWords.USUAL)).isTrue();
        assertThat(flag(no, BooleanWords.USUAL)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'sim", "\"sim\"", "=\"sim\"", "sim\u00A0", "\uFEFFsim", " SIM ", "'1", "\u00A01"})
    void quotesAndBlanksAroundAWordMakeNoDifference(String field) {
        assertThat(flag(field, BooleanWords.USUAL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "-1", "01", "00", "10", "x", "simm", "talvez", "0 1", "não sei", "\u00A0"})
    void anyOtherFlagIsUnreadable(String field) {
        assertThat(flag(field, BooleanWords.USUAL)).isNull();
    }

    @Test
    void flagWordsOfTheSenderReplaceTheUsualOnes() {
        BooleanWords words = BooleanWords.parse("-1,Não ativo/0,Ativo").orElseThrow();

        assertThat(flag("-1", words)).isTrue();
        assertThat(flag("NAO ATIVO", words)).isTrue();
        assertThat(flag("não ativo", words)).isTrue();
        assertThat(flag("0", words)).isFalse();
        assertThat(flag("1", words)).isNull();
        assertThat(flag("sim", words)).isNull();
        assertThat(BooleanWords.parse(words.toString())).contains(words);
        assertThat(flag("1", BooleanWords.parse("0/1").orElseThrow())).isFalse();
    }

    @Test
    void wordForBothTrueAndFalseIsRefused() {
        assertThat(BooleanWords.parse("a/A")).isEmpty();
        assertThat(BooleanWords.parse("a")).isEmpty();
        assertThat(BooleanWords.parse("/b")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new BooleanWords(Set.of("a"), Set.of("a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NULL",
                "null",
                "nULL",
                "(null)",
                "[NULL]",
                "<null>",
                "\\N",
                "N/A",
                "#N/A",
                "#N/D",
                "n/d",
                "NaN",
                "None",
                "-",
                "\u2013",
                "--",
                " ",
                "\u00A0",
                "\u200B",
                "'",
                "\"\"",
                "=\"\"",
                "'NULL",
                "NULL\u00A0",
                "ＮＵＬＬ",
            })
    void usualNullWordsAreReadInAnyCase(String field) {
        assertThat(isNull(field, NullWords.USUAL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NUL",
                "NULLS",
                "NIL0",
                "\u000Eull",
                "ÑULLO",
                "nulo",
                "0",
                "-1",
                "-0,5",
                "143,50",
                "2015-01-06",
                "79.379.491/0001-83",
                "n",
                "não",
                "---",
            })
    void otherWordsAreValues(String field) {
        assertThat(isNull(field, NullWords.USUAL)).isFalse();
    }

    @Test
    void nullWordsOfTheSenderReplaceTheUsualOnes() {
        NullWords words = NullWords.parse("Sem dado, 00/00/0000, –, ê").orElseThrow();

        assertThat(isNull("SEM DADO", words)).isTrue();
        assertThat(isNull("sem\u00A0dado", words)).isTrue();
        assertThat(isNull("00/00/0000", words)).isTrue();
        assertThat(isNull("–", words)).isTrue();
        assertThat(isNull("Ê", words)).isTrue();
        assertThat(isNull("", words)).isTrue();
        assertThat(isNull("NULL", words)).isFalse();
        assertThat(isNull("0", words)).isFalse();
        assertThat(NullWords.parse(words.toString())).contains(words);
        assertThat(NullWords.parse("a,,b")).isEmpty();
    }

    private static @Nullable Boolean flag(String field, BooleanWords words) {
        byte[] bytes = ("1" + field + "1").getBytes(UTF_8);
        return words.read(bytes, 1, bytes.length - 1);
    }

    private static boolean isNull(String field, NullWords words) {
        byte[] bytes = ("1" + field + "1").getBytes(UTF_8);
        return words.contains(bytes, 1, bytes.length - 1);
    }
}
