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
        "041-091.641/25, 041.091.641-25",
        "041 091 641 25, 041.091.641-25",
        "041.091641-25, 041.091.641-25",
        "041091641 25, 041.091.641-25",
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
        "1-91, 000.000.001-91",
        "1.000.000-37, 001.000.000-37",
    })
    void missingLeadingZerosAreRestored(String field, String text) {
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
    void wrongCheckDigitsAreInvalidAndStoredInTheCanonicalForm(String field, String text) {
        assertThat(Cpf.read(field)).isEqualTo(new InvalidDocument(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void repeatedDigitIsInvalidDespiteRightCheckDigits(int digit) {
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
                "141091641250",
                "041.091.641-2",
                ".041.091.641-25",
                "041.091.641-25.",
                "041..091.641-25",
                "041.091.641--25",
                "041  091 641 25",
                "0-4-1-0.9.1/641-25",
                "041091641.25",
                "041091641,25",
                "12.345.678.909",
                "000",
                "041,091,641-25",
                "041.091.641-2x",
                "O41.091.641-25",
                "٠٤١٠٩١٦٤١٢٥",
                "041.091.641-2é",
                "-",
            })
    void textThatIsNoCpfIsKeptUnchanged(String field) {
        assertThat(Cpf.read(field)).isEqualTo(new InvalidDocument(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "4109164125|041.091.641-25",
                "4109164125.0|041.091.641-25",
                "4109164125,00|041.091.641-25",
                "04109164125.000|041.091.641-25",
                "52998224725.0|529.982.247-25",
                "5,2998224725E+10|529.982.247-25",
                "5.2998224725e10|529.982.247-25",
                "4,10916412500E+9|041.091.641-25",
                "1.000000028E9|010.000.000-28",
                "1000000028.0|010.000.000-28",
                "00052998224725|529.982.247-25",
                "000529.982.247-25|529.982.247-25",
            })
    void spreadsheetDamageIsRestoredIfNoDigitIsLost(String field, String text) {
        assertThat(Cpf.read(field))
                .isInstanceOf(Cpf.class)
                .extracting(Document::text)
                .isEqualTo(text);
        assertThat(Cpf.read(field).damage()).isEqualTo(Document.Damage.RESTORED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"529.982.247-25", "52998224725", "529 982 247 25", "'52998224725", "52998224726", "TOTAL"})
    void fieldThatNeedsNoRestoringHasNoDamage(String field) {
        assertThat(Cpf.read(field).damage()).isEqualTo(Document.Damage.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5,29982E+10", "5.29982e10", "7,93795E+13", "1E+09", "7E+13"})
    void exponentWithMissingDigitsIsReportedAsDamage(String field) {
        assertThat(Cpf.read(field)).isEqualTo(new InvalidDocument(field));
        assertThat(Cpf.read(field).damage()).isEqualTo(Document.Damage.DIGITS_LOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000029.0",
                "1000000028.5",
                "1000000028.",
                "1.000.000.028",
                "1.000.000,28",
                "5,29982247251E+10",
                "5,2998224725E+99",
                "1E9",
                "-1000000028.0",
            })
    void damagedNumberThatIsNoCpfIsKeptUnchanged(String field) {
        assertThat(Cpf.read(field)).isEqualTo(new InvalidDocument(field));
        assertThat(Cpf.read(field).damage()).isEqualTo(Document.Damage.NONE);
    }

    /// For some CPFs, the number as a float is also another CPF with a point before its check digits.
    @Test
    void floatThatMayHaveASeparatorBeforeItsCheckDigitsIsInvalid() {
        int found = 0;
        for (int root = 1; root < 100_000; root++) {
            String digits = Cpf.ofRoot(root).text().replaceAll("[.-]", "").replaceFirst("^0+", "");
            boolean both = Cpf.read(digits + "-00").isValid();
            assertThat(Cpf.read(digits + ".00").isValid()).as(digits).isEqualTo(!both);
            assertThat(Cpf.read(digits + ".0").isValid()).as(digits).isTrue();
            found += both ? 1 : 0;
        }
        assertThat(found).isPositive();
    }

    @Test
    void fourteenDigitsThatMayBeACnpjAreNotACpf() {
        int found = 0;
        for (int root = 1; root < 20_000; root++) {
            String padded = "000" + Cpf.ofRoot(root).text().replaceAll("[.-]", "");
            boolean both = Cnpj.read(padded).isValid();
            assertThat(Cpf.read(padded).isValid()).as(padded).isEqualTo(!both);
            assertThat(Cpf.read(padded.substring(1)).isValid()).as(padded).isTrue();
            found += both ? 1 : 0;
        }
        assertThat(found).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "529.982.247-25\u00A0",
                "\u200B529.982.247-25",
                "\uFEFF52998224725",
                "529.982\u200D.247-25",
                "529.982.247\u201325",
                "529.982.247\u221225",
                "529\u00A0982\u2007247-25",
                "'52998224725",
                "\u201952998224725",
                "`529.982.247-25",
                "'529.982.247-25'",
                "=\"52998224725\"",
                "=\"529.982.247-25",
                "\"52998224725\"",
                "\"'52998224725\"",
                "\uFF15\uFF12\uFF19\uFF19\uFF18\uFF12\uFF12\uFF14\uFF17\uFF12\uFF15",
                "529\uFF0E982\uFF0E247\uFF0D25",
            })
    void invisibleCharactersAndQuotesMakeNoDifference(String field) {
        assertThat(Cpf.read(field)).isEqualTo(Cpf.read("52998224725"));
        assertThat(Cpf.read(field).isValid()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TOTAL",
                "---",
                "Total: 2",
                "Relatório",
                "",
                "\u200B",
                "Total: 1234567",
                "Página 12",
                "SUBTOTAL 10"
            })
    void wordsAreText(String field) {
        assertThat(isText(field)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "52998224726", "1E+9", "5,29982E+10", "529.982.247-2x", "123", "12ABC34501DE35"})
    void numberThatIsNoCpfIsNotText(String field) {
        assertThat(isText(field)).isFalse();
    }

    private static boolean isText(String field) {
        byte[] utf8 = ("A" + field + "1").getBytes(UTF_8);
        return Cpf.isText(utf8, 1, utf8.length - 1);
    }

    /// In CPFs with and without leading zeros.
    @Test
    void separatorAtAnotherPositionThanInTheMaskIsNeverSkipped() {
        forAll(20_000, random -> {
            String bare = anyCpf(random).text().replaceAll("[.-]", "");
            bare = random.nextBoolean() ? bare : bare.replaceFirst("^0+", "");
            int behind = random.nextInt(1, bare.length());
            String sign = oneOf(random, ".", "-", "/", " ", ",", "\u00A0", "\u2013");
            String form =
                    new StringBuilder(bare).insert(bare.length() - behind, sign).toString();
            boolean inMask = behind == 2 || behind == 5 || behind == 8;
            boolean decimal = behind == 2 && sign.equals(".");

            // A number with only zeros behind its decimal mark is a float.
            if (!form.matches("[0-9]+[.,]0+")) {
                assertThat(Cpf.read(form).isValid()).as(form).isEqualTo(inMask && !decimal && !sign.equals(","));
            }
        });
    }

    @Test
    void onlyTheBytesOfTheFieldAreRead() {
        byte[] line = "9 04109164125 9".getBytes(UTF_8);

        assertThat(Cpf.read(line, 2, 13).text()).isEqualTo("041.091.641-25");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_000_000, 0, 111_111_111, 999_999_999})
    void rootThatIsTooLongOrRepeatedIsRefused(int root) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cpf.ofRoot(root));
    }

    @Test
    void everyCpfOfARootReadsBackAsItselfInEveryForm() {
        forAll(10_000, random -> {
            Cpf cpf = anyCpf(random);
            String punctuated = cpf.text();
            String bare = punctuated.replaceAll("[.-]", "");
            String form = oneOf(
                    random,
                    punctuated,
                    bare,
                    bare.replaceFirst("^0+", ""),
                    punctuated.replaceFirst("^[0.]+", ""),
                    punctuated.replaceAll("[.-]", oneOf(random, "-", "/", " ", "\u00A0")),
                    "'" + bare,
                    "=\"" + bare + "\"",
                    "0" + bare,
                    bare.replaceFirst("^0+", "") + ".0",
                    " " + punctuated + "\u200B");

            assertThat(Cpf.read(form)).as(form).isEqualTo(cpf);
            assertThat(Cpf.read(form).text()).isEqualTo(punctuated);
        });
    }

    /// Except CPFs whose first check digit is 0: the remainders 0 and 1 both give it, so the rule does not
    /// detect all changes. 000.000.037-00 and 100.000.037-00 are both valid.
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
    void toStringDoesNotContainTheNumber() {
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
