package dev.carga.domain.document;

import static dev.carga.domain.SeededCases.forAll;
import static dev.carga.domain.SeededCases.oneOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpfTest {

    @ParameterizedTest
    @CsvSource({
        "041.091.641-25, 041.091.641-25",
        "04109164125, 041.091.641-25",
        "041091641-25, 041.091.641-25",
        "041.091.641/25, 041.091.641-25",
        "529.982.247-25, 529.982.247-25",
        "000.000.001-91, 000.000.001-91",
        "0-4-1-0.9.1/641-25, 041.091.641-25",
    })
    void validCpfIsStoredInTheCanonicalFormWhateverItsPunctuation(String field, String text) {
        assertThat(Cpf.read(field))
                .isInstanceOf(Cpf.class)
                .extracting(Document::text)
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "4109164125, 041.091.641-25",
        "41.091.641-25, 041.091.641-25",
        "191, 000.000.001-91",
        "1-91, 000.000.001-91"
    })
    void leadingZerosLostAreGivenBack(String field, String text) {
        assertThat(Cpf.read(field))
                .isInstanceOf(Cpf.class)
                .extracting(Document::text)
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "041.091.641-26, 041.091.641-26",
        "041.091.641-35, 041.091.641-35",
        "04109164152, 041.091.641-52",
        "12345678900, 123.456.789-00",
    })
    void wrongCheckDigitsAreInvalidAndStillStoredInTheCanonicalForm(String field, String text) {
        assertThat(Cpf.read(field)).isEqualTo(new InvalidDocument(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void repeatedDigitIsInvalidThoughItsArithmeticHolds(int digit) {
        String repeated = Integer.toString(digit).repeat(11);

        assertThat(Cpf.read(repeated).isValid()).isFalse();
        assertThat(Cpf.read(repeated).text()).isEqualTo(punctuated(repeated));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "4109164126",
                "041091641250",
                "041.091.641-2",
                ".041.091.641-25",
                "041.091.641-25.",
                "041..091.641-25",
                "041.091.641--25",
                "041 091 641 25",
                "041,091,641-25",
                "041.091.641-2x",
                "O41.091.641-25",
                "٠٤١٠٩١٦٤١٢٥",
                "041.091.641-2é",
                "-",
            })
    void whatIsNoCpfIsKeptAsItCame(String field) {
        assertThat(Cpf.read(field)).isEqualTo(new InvalidDocument(field));
    }

    @Test
    void onlyTheBytesOfTheFieldAreRead() {
        byte[] line = "9 04109164125 9".getBytes(UTF_8);

        assertThat(Cpf.read(line, 2, 13).text()).isEqualTo("041.091.641-25");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_000_000, 0, 111_111_111, 999_999_999})
    void noCpfHasARootThatIsTooLongOrRepeated(int root) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cpf.ofRoot(root));
    }

    @Test
    void everyCpfOfARootReadsBackAsItselfInEveryForm() {
        forAll(10_000, random -> {
            Cpf cpf = anyCpf(random);
            String punctuated = cpf.text();
            String bare = punctuated.replaceAll("[.-]", "");
            String form = oneOf(
                    random, punctuated, bare, bare.replaceFirst("^0+", ""), punctuated.replaceFirst("^[0.]+", ""));

            assertThat(Cpf.read(form)).as(form).isEqualTo(cpf);
            assertThat(Cpf.read(form).text()).isEqualTo(punctuated);
        });
    }

    /// But for those whose first check digit is 0: remainders 0 and 1 both give it, so the rule itself lets a few
    /// changes pass. 000.000.037-00 and 100.000.037-00 are both valid.
    @Test
    void oneChangedDigitMakesAValidCpfInvalid() {
        forAll(10_000, random -> {
            char[] digits = anyCpf(random).text().toCharArray();
            if (digits[12] == '0') {
                return;
            }
            int place;
            do {
                place = random.nextInt(digits.length);
            } while (!Character.isDigit(digits[place]));
            digits[place] = (char) ('0' + (digits[place] - '0' + random.nextInt(1, 10)) % 10);

            assertThat(Cpf.read(new String(digits)).isValid())
                    .as(new String(digits))
                    .isFalse();
        });
    }

    @Test
    void noNumberSlipsIntoALog() {
        assertThat(Cpf.read("041.091.641-25")).asString().doesNotContain("041");
        assertThat(Cpf.read("041.091.641-26")).asString().doesNotContain("041");
    }

    private static Cpf anyCpf(RandomGenerator random) {
        int root;
        do {
            root = random.nextInt(oneOf(random, 1_000, 1_000_000, 1_000_000_000));
        } while (root % 111_111_111 == 0);
        return Cpf.ofRoot(root);
    }

    private static String punctuated(String eleven) {
        return String.format(
                Locale.ROOT,
                "%s.%s.%s-%s",
                eleven.substring(0, 3),
                eleven.substring(3, 6),
                eleven.substring(6, 9),
                eleven.substring(9));
    }
}
