package dev.carga.domain.dialect;

import static dev.carga.domain.SeededCases.forAll;
import static dev.carga.domain.SeededCases.oneOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.Nullable;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    private static final NumberStyle POINT = new NumberStyle(DecimalMark.POINT, true);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "0,00|0.00",
                "0,59|0.59",
                "012|12",
                "007,10|7.10",
                "1234,5|1234.5",
                "107,25|107.25",
                "1.234,56|1234.56",
                "1.000.000,12|1000000.12",
                "12.000|12000",
                "999.999.999|999999999",
                "-1.234,56|-1234.56",
                "+0,5|0.5",
                "-0|0",
                "1,123456789|1.123456789",
                "123456789012345678|123456789012345678",
                "1234567890123456789|1234567890123456789",
                "99.999.999.999.999.999.999,99|99999999999999999999.99",
                ",50|0.50",
                "-,5|-0.5",
            })
    void decimalIsReadExactlyWithItsScaleInBothStyles(String field, BigDecimal number) {
        assertThat(read(field, NumberStyle.PT_BR)).isEqualTo(number);
        assertThat(read(swapped(field), POINT)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "R$ 143,50|143.50",
                "R$143,50|143.50",
                "r$ 1.234,56|1234.56",
                "143,50 R$|143.50",
                "BRL 143,50|143.50",
                "143,50 BRL|143.50",
                "R$\u00A0143,50|143.50",
                "-R$ 143,50|-143.50",
                "- R$ 143,50|-143.50",
                "R$ -143,50|-143.50",
                "R$-143,50|-143.50",
                "143,50-|-143.50",
                "143,50 -|-143.50",
                "143,50+|143.50",
                "\u2212143,50|-143.50",
                "\u2013 143,50|-143.50",
                "\u00AD143,50|-143.50",
                "(143,50)|-143.50",
                "(R$ 143,50)|-143.50",
                "R$ (143,50)|-143.50",
                "1 234,50|1234.50",
                "1\u00A0234,50|1234.50",
                "1\u202F234\u202F567,50|1234567.50",
                "1'234,50|1234.50",
                "1\u2019234,50|1234.50",
                "1 234|1234",
                "'143,50|143.50",
                "=\"143,50\"|143.50",
                "\"143,50\"|143.50",
                " 143,50\u200B|143.50",
                "\uFF11\uFF14\uFF13\uFF0C\uFF15|143.5",
            })
    void amountWithCurrencySignsAndQuotesIsRead(String field, BigDecimal number) {
        assertThat(read(field, NumberStyle.PT_BR)).isEqualTo(number);
        assertThat(read(swapped(field), POINT)).isEqualTo(number);
        assertThat(read(field, NumberStyle.UNDECIDED)).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ",",
                ".",
                "5,",
                "0.59",
                "1234.56",
                "143.50",
                "1.234.56",
                "1.23,45",
                "12.34,5",
                "1234.567",
                "1234.567,8",
                "0.001,5",
                "0.125",
                "012.345",
                ".123",
                "1..234",
                "1.234.",
                "1.234.,5",
                "1,2,3",
                "1,234.5",
                "1,234,567.89",
                "--1",
                "+-1",
                "-1-",
                "(-1)",
                "-(1)",
                "((1))",
                "(1",
                "1)",
                "1e5",
                "1,0E+3",
                "10%",
                "US$ 5,00",
                "€ 5,00",
                "R$",
                "R$ -",
                "R$ R$ 5",
                "R$ 5 BRL",
                "0x1F",
                "NaN",
                "12 34",
                "1  234",
                "1 23",
                "0 123",
                "1 234.567,8",
                "1.234 567,8",
                "1'234 567",
                "1 234,5 6",
                "1²",
                "1,٢",
            })
    void fieldWithoutAReadingWithACommaIsUnreadable(String field) {
        assertThat(read(field, NumberStyle.PT_BR)).isNull();
        assertThat(read(field, new NumberStyle(DecimalMark.COMMA, false))).isNull();
        assertThat(read(swapped(field), POINT)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.234", "12.000", "143.500", "-1.234", "R$ 1.234", "1.234-", "(1.234)"})
    void oneGroupWithoutDecimalsIsAmbiguousUnlessTheStyleAllowsIt(String field) {
        BigDecimal whole = new BigDecimal(field.replaceAll("[^0-9]", ""));
        assertThat(read(field, NumberStyle.PT_BR)).isIn(whole, whole.negate());
        assertThat(read(field, new NumberStyle(DecimalMark.COMMA, false))).isEqualTo(Decimals.AMBIGUOUS);
        assertThat(read(swapped(field), new NumberStyle(DecimalMark.POINT, false)))
                .isEqualTo(Decimals.AMBIGUOUS);
        assertThat(read(field, NumberStyle.UNDECIDED)).isEqualTo(Decimals.AMBIGUOUS);
        assertThat(read(swapped(field), NumberStyle.UNDECIDED)).isEqualTo(Decimals.AMBIGUOUS);
        assertThat(Decimals.isAmbiguous(Decimals.AMBIGUOUS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "143.50|143.50",
                "143,50|143.50",
                "0.125|0.125",
                "0,125|0.125",
                "1234.567|1234.567",
                "1.234.567|1234567",
                "1,234,567|1234567",
                "1,234.50|1234.50",
                "1.234,50|1234.50",
                "1 234|1234",
                "1 234.567|1234.567",
                "1234|1234",
                ".500|0.500",
            })
    void undecidedStyleReadsNumbersWithOneReading(String field, BigDecimal number) {
        assertThat(read(field, NumberStyle.UNDECIDED)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.234,50|ONLY_COMMA|true|2",
                "143,5|ONLY_COMMA|false|1",
                "1.234.567|ONLY_COMMA|true|0",
                "R$ 1.234,56|ONLY_COMMA|true|2",
                "1,234.50|ONLY_POINT|true|2",
                "0.125|ONLY_POINT|false|3",
                "1234.567|ONLY_POINT|false|3",
                "1,234,567|ONLY_POINT|true|0",
                "1234|SAME|false|0",
                "1 234|SAME|false|0",
                "1.2.3|UNREADABLE|false|0",
                "abc|UNREADABLE|false|0",
                "''|UNREADABLE|false|0",
            })
    void numberIsEvidenceForTheMarkOfItsFile(String field, Decimals.Reading reading, boolean grouped, int decimals) {
        assertThat(Decimals.evidence(field)).isEqualTo(new Decimals.Evidence(reading, grouped, decimals, (char) 0));
        assertThat(Decimals.evidence(field).hasDecimals()).isEqualTo(decimals > 0);
    }

    @Test
    void ambiguousNumberReportsItsMark() {
        assertThat(Decimals.evidence("1.234"))
                .isEqualTo(new Decimals.Evidence(Decimals.Reading.AMBIGUOUS, false, 0, '.'));
        assertThat(Decimals.evidence("1,234"))
                .isEqualTo(new Decimals.Evidence(Decimals.Reading.AMBIGUOUS, false, 0, ','));
    }

    @Test
    void numberOfMoreThan38DigitsIsUnreadable() {
        for (NumberStyle style : new NumberStyle[] {NumberStyle.PT_BR, POINT, NumberStyle.UNDECIDED}) {
            assertThat(read("9".repeat(38), style)).isEqualTo(new BigDecimal("9".repeat(38)));
            assertThat(read("9".repeat(39), style)).isNull();
            assertThat(read("R$ " + "9".repeat(39), style)).isNull();
            assertThat(read("9".repeat(65_000), style)).isNull();
        }
        assertThat(read("-0," + "1".repeat(37), NumberStyle.PT_BR)).isEqualTo(new BigDecimal("-0." + "1".repeat(37)));
        assertThat(read("0," + "1".repeat(38), NumberStyle.PT_BR)).isNull();
    }

    @Test
    void amountReadsBackInItsStyleWithAnySignAndCurrency() {
        forAll(20_000, random -> {
            BigDecimal amount = anyAmount(random);
            String field = withSignAndCurrency(random, written(random, amount.abs()), amount.signum() < 0);

            assertThat(read(field, NumberStyle.PT_BR)).as(field).isEqualByComparingTo(amount);
            assertThat(read(swapped(field), POINT)).as(field).isEqualByComparingTo(amount);
        });
    }

    /// Under the other style, an amount without three decimals is the same, ambiguous or unreadable, unless
    /// the style allows groups without decimals.
    @Test
    void otherStyleNeverGivesAnotherAmount() {
        forAll(20_000, random -> {
            BigDecimal amount = anyAmount(random);
            String field = withSignAndCurrency(random, written(random, amount.abs()), amount.signum() < 0);
            BigDecimal other = read(field, new NumberStyle(DecimalMark.POINT, false));
            BigDecimal either = read(field, NumberStyle.UNDECIDED);

            if (!field.matches(".*(?<![0-9])[1-9][0-9]{0,2}\\.[0-9]{3}(?![0-9,.]).*")) {
                assertThat(other == null || Decimals.isAmbiguous(other) || other.compareTo(amount) == 0)
                        .as("%s is %s", field, other)
                        .isTrue();
            }
            assertThat(either != null && (Decimals.isAmbiguous(either) || either.compareTo(amount) == 0))
                    .as("%s is %s", field, either)
                    .isTrue();
        });
    }

    @Test
    void decimalsEqualThoseOfAPatternAndBigDecimal() {
        forAll(20_000, random -> {
            StringBuilder pieces = new StringBuilder(oneOf(random, "", "", "", "-", "+"));
            for (int left = random.nextInt(6); left >= 0; left--) {
                pieces.append(oneOf(
                        random,
                        "0",
                        "12",
                        "1.234",
                        ".567",
                        "890",
                        ",59",
                        ",",
                        ".",
                        "9999999",
                        "e",
                        Integer.toString(random.nextInt(100_000))));
            }
            String field = pieces.toString();

            assertThat(read(field, NumberStyle.PT_BR)).as(field).isEqualTo(naive(field));
            assertThat(read(swapped(field), POINT)).as(field).isEqualTo(naive(field));
        });
    }

    private static @Nullable BigDecimal naive(String field) {
        boolean number = field.matches("[+-]?([0-9]*+|[1-9][0-9]{0,2}+(\\.[0-9]{3})++)(,[0-9]++)?")
                && field.matches(".*[0-9].*")
                && field.replaceAll("[^0-9]", "").length() <= 38;
        return number ? new BigDecimal(field.replace(".", "").replace(',', '.')) : null;
    }

    private static BigDecimal anyAmount(RandomGenerator random) {
        return BigDecimal.valueOf(
                random.nextLong(-oneOf(random, 10L, 100_000L, 10_000_000_000L), 10_000_000_000L), random.nextInt(5));
    }

    /// With a decimal comma, with or without groups.
    private static String written(RandomGenerator random, BigDecimal amount) {
        String group = oneOf(random, "", ".", ".", " ", "\u00A0", "'");
        String[] parts = amount.toPlainString().split("\\.", -1);
        String units = group.isEmpty()
                ? parts[0]
                : String.format(Locale.ROOT, "%,d", Long.parseLong(parts[0])).replace(",", group);
        return parts.length == 1 ? units : units + "," + parts[1];
    }

    private static String withSignAndCurrency(RandomGenerator random, String number, boolean negative) {
        if (negative) {
            return oneOf(
                    random,
                    "-" + number,
                    number + "-",
                    "(" + number + ")",
                    "R$ -" + number,
                    "-R$\u00A0" + number,
                    "\u2212" + number);
        }
        return oneOf(random, number, number, "+" + number, "R$ " + number, number + " BRL", "=\"" + number + "\"");
    }

    private static String swapped(String field) {
        return field.replace(',', '\0').replace('.', ',').replace('\0', '.').replace('\uFF0C', '\uFF0E');
    }

    /// With a digit on either side of the field, so that a read beyond it changes the result.
    private static @Nullable BigDecimal read(String field, NumberStyle style) {
        byte[] bytes = ("1" + field + "1").getBytes(UTF_8);
        return Decimals.read(bytes, 1, bytes.length - 1, style);
    }
}
