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

class CnpjTest {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    @ParameterizedTest
    @CsvSource({
        "12ABC34501DE35, 12.ABC.345/01DE-35",
        "PC3D315K000193, PC.3D3.15K/0001-93",
        "MMH9SKDL539Y64, MM.H9S.KDL/539Y-64",
        "UGVG75BM000152, UG.VG7.5BM/0001-52",
        "A0021382000161, A0.021.382/0001-61",
        "00000000000191, 00.000.000/0001-91",
        "79379491000850, 79.379.491/0008-50",
        "11111111111180, 11.111.111/1111-80",
    })
    void validCnpjNumericOrAlphanumericIsStoredInTheCanonicalForm(String field, String text) {
        assertThat(Cnpj.read(field))
                .isInstanceOf(Cnpj.class)
                .extracting(Document::text)
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.ABC.345/01DE-35",
                "12abc34501de35",
                "12.abc.345/01de-35",
                "12ABC345/01DE-35",
                "12-ABC-345-01DE.35",
                "12 abc 345 01de 35",
                "12ABC34501DE-35",
                "12ABC34501DE.35",
                "'12abc34501de35",
                "=\"12.ABC.345/01DE-35\"",
                "12.ABC.345/01DE\u201335\u00A0",
                "12ABC34501DE\uFF13\uFF15",
            })
    void punctuationAndLowerCaseMakeNoDifference(String field) {
        assertThat(Cnpj.read(field)).isEqualTo(Cnpj.read("12ABC34501DE35"));
    }

    @ParameterizedTest
    @CsvSource({
        "12ABC34501DE36, 12.ABC.345/01DE-36",
        "12abc34501de45, 12.ABC.345/01DE-45",
        "00000000000000, 00.000.000/0000-00",
        "79.379.491/0008-51, 79.379.491/0008-51",
    })
    void wrongCheckDigitsAreInvalidAndStoredInTheCanonicalForm(String field, String text) {
        assertThat(Cnpj.read(field)).isEqualTo(new InvalidDocument(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "000000000001P1",
                "0000000000019X",
                ".00000000000191",
                "00000000000191-",
                "00..000.000/0001-91",
                "1.2.A.b.C345/01DE-35",
                "0.0000.000/0001-91",
                "2ABC34501DE35",
                "012ABC34501DE35",
                "0",
                "000",
                "192",
                "79.379.491.000.850",
                "793794910008,50",
                "793794910008.50",
                "100000000000191",
                "00.000.000/0001--91",
                "00.000.000\\0001-91",
                "ÀÀ.000.000/0001-91",
                "ſ0000000000191",
            })
    void textThatIsNoCnpjIsKeptUnchanged(String field) {
        assertThat(Cnpj.read(field)).isEqualTo(new InvalidDocument(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "191|00.000.000/0001-91",
                "0000000000191|00.000.000/0001-91",
                "000000000000191|00.000.000/0001-91",
                "1234567000195|01.234.567/0001-95",
                "1.234.567/0001-95|01.234.567/0001-95",
                "001234567000195|01.234.567/0001-95",
                "1234567000195.0|01.234.567/0001-95",
                "79379491000850,00|79.379.491/0008-50",
                "7,9379491000850E+13|79.379.491/0008-50",
                "1.234567000195E12|01.234.567/0001-95",
            })
    void spreadsheetDamageIsRestoredIfNoDigitIsLost(String field, String text) {
        assertThat(Cnpj.read(field))
                .isInstanceOf(Cnpj.class)
                .extracting(Document::text)
                .isEqualTo(text);
        assertThat(Cnpj.read(field).damage()).isEqualTo(Document.Damage.RESTORED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7,93795E+13", "7.93795e13", "7E+13", "7.937949100085e13"})
    void exponentWithMissingDigitsIsReportedAsDamage(String field) {
        assertThat(Cnpj.read(field)).isEqualTo(new InvalidDocument(field));
        assertThat(Cnpj.read(field).damage()).isEqualTo(Document.Damage.DIGITS_LOST);
    }

    @Test
    void alphanumericCnpjWithAnEIsNotAnExponent() {
        forAll(1_000, random -> {
            String root =
                    random.nextInt(10) + "E" + String.format(Locale.ROOT, "%010d", random.nextLong(10_000_000_000L));
            Cnpj cnpj = Cnpj.ofRoot(root);

            assertThat(Cnpj.read(cnpj.text().replaceAll("[./-]", ""))).isEqualTo(cnpj);
        });
    }

    @Test
    void separatorAtAnotherPositionThanInTheMaskIsNeverSkipped() {
        forAll(20_000, random -> {
            String bare = anyCnpj(random).text().replaceAll("[./-]", "");
            int behind = random.nextInt(1, 14);
            String sign = oneOf(random, ".", "-", "/", " ", ",", "\u00A0");
            String form = new StringBuilder(bare).insert(14 - behind, sign).toString();
            boolean inMask = behind == 2 || behind == 6 || behind == 9 || behind == 12;

            if (!form.matches("[0-9]+[.,][0-9]+") && !form.matches("[0-9][.,][0-9]+E[0-9]{1,2}")) {
                assertThat(Cnpj.read(form).isValid()).as(form).isEqualTo(inMask && !sign.equals(","));
            }
        });
    }

    @Test
    void onlyTheBytesOfTheFieldAreRead() {
        byte[] line = "A 00000000000191 A".getBytes(UTF_8);

        assertThat(Cnpj.read(line, 2, 16).text()).isEqualTo("00.000.000/0001-91");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000000000000", "1", "0000000000010", "12abc34501de", "12ABC34501D-"})
    void rootOfAnotherFormIsRefused(String root) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cnpj.ofRoot(root));
    }

    @Test
    void everyCnpjOfARootReadsBackAsItselfInEveryForm() {
        forAll(10_000, random -> {
            Cnpj cnpj = anyCnpj(random);
            String punctuated = cnpj.text();
            String bare = punctuated.replaceAll("[./-]", "");
            String form = oneOf(
                    random,
                    punctuated,
                    bare,
                    punctuated.replaceAll("[./-]", oneOf(random, "-", "/", " ", ".", "\u00A0")),
                    "'" + bare,
                    "=\"" + punctuated + "\"",
                    bare.matches("[0-9]+") ? bare.replaceFirst("^0+", "") : bare);
            form = random.nextBoolean() ? form : form.toLowerCase(Locale.ROOT);

            assertThat(Cnpj.read(form)).as(form).isEqualTo(cnpj);
            assertThat(Cnpj.read(form).text()).isEqualTo(punctuated);
        });
    }

    /// Except CNPJs that end in 00: the remainders 0 and 1 both give the check digit 0, so the rule does not
    /// detect all changes.
    @Test
    void oneChangedDigitMakesAValidNumericCnpjInvalid() {
        forAll(10_000, random -> {
            char[] text = anyNumericCnpj(random).text().toCharArray();
            if (endsInZeros(text)) {
                return;
            }
            int place = anyPlace(random, text);
            text[place] = (char) ('0' + (text[place] - '0' + random.nextInt(1, 10)) % 10);

            assertThat(Cnpj.read(new String(text)).isValid())
                    .as(new String(text))
                    .isFalse();
        });
    }

    /// The values of letters go up to 42, so characters with a distance of 11 have the same effect: the rule
    /// cannot detect their exchange.
    @Test
    void oneChangedCharacterMakesAValidCnpjInvalidUnlessItsValueIsTheSameModulo11() {
        forAll(10_000, random -> {
            char[] text = anyCnpj(random).text().toCharArray();
            if (endsInZeros(text)) {
                return;
            }
            int place = anyPlace(random, text);
            char before = text[place];
            do {
                text[place] = ALPHABET.charAt(random.nextInt(place > 14 ? 10 : 36));
            } while ((text[place] - before) % 11 == 0);

            assertThat(Cnpj.read(new String(text)).isValid())
                    .as(new String(text))
                    .isFalse();
        });
    }

    @Test
    void toStringDoesNotContainTheNumber() {
        assertThat(Cnpj.read("00000000000191")).asString().doesNotContain("191");
    }

    private static boolean endsInZeros(char[] text) {
        return text[16] == '0' && text[17] == '0';
    }

    private static int anyPlace(RandomGenerator random, char[] text) {
        int place;
        do {
            place = random.nextInt(text.length);
        } while (!Character.isLetterOrDigit(text[place]));
        return place;
    }

    private static Cnpj anyCnpj(RandomGenerator random) {
        return random.nextBoolean() ? anyNumericCnpj(random) : Cnpj.ofRoot(anyRoot(random, ALPHABET));
    }

    private static Cnpj anyNumericCnpj(RandomGenerator random) {
        return Cnpj.ofRoot(anyRoot(random, "0123456789"));
    }

    private static String anyRoot(RandomGenerator random, String alphabet) {
        StringBuilder root = new StringBuilder();
        while (root.length() < 12) {
            root.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return root.toString().replace("000000000000", "000000000001");
    }
}
