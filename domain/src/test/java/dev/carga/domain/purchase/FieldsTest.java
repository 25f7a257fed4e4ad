package dev.carga.domain.purchase;

import static dev.carga.domain.SeededCases.forAll;
import static dev.carga.domain.SeededCases.oneOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.Nullable;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "NULL", "null", "Null", "nULL", "NuLl"})
    void nullIsNullInAnyCase(String field) {
        byte[] bytes = field.getBytes(UTF_8);
        assertThat(Fields.isNull(bytes, 0, bytes.length)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NUL", "NULLS", "NIL0", "N/A", "\u000Eull", "ÑULL", "nulo"})
    void otherWordsAreNotNull(String field) {
        byte[] bytes = field.getBytes(UTF_8);
        assertThat(Fields.isNull(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void flagIsZeroOrOne() {
        assertThat(flag("0")).isFalse();
        assertThat(flag("1")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "-1", "01", "00", "true", "S", "N", "x", "１"})
    void anyOtherFlagIsUnreadable(String field) {
        assertThat(flag(field)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2011-11-23, 2011-11-23",
        "23/11/2011, 2011-11-23",
        "2012-02-29, 2012-02-29",
        "29/02/2000, 2000-02-29",
        "0001-01-01, 0001-01-01",
        "31/12/9999, 9999-12-31",
        "2013-01-31, 2013-01-31",
    })
    void bothFormsOfADateAreRead(String field, LocalDate date) {
        assertThat(date(field)).isEqualTo(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2011-02-29",
                "29/02/1900",
                "2011-04-31",
                "31/06/2011",
                "2011-00-10",
                "2011-13-10",
                "2011-10-00",
                "32/01/2011",
                "0000-01-01",
                "2011-1-23",
                "23/11/11",
                "11-23-2011",
                "2011/11/23",
                "23-11-2011",
                "2011-11/23",
                "20111123",
                "2011-11-23T00:00",
                "2O11-11-23",
                "+011-11-23",
                "-011-11-23",
                "2011--1-23",
                "2011-11-2é",
                "99/99/9999",
            })
    void aDateThatDoesNotExistOrLooksOtherwiseIsUnreadable(String field) {
        assertThat(date(field)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "0,00|0.00",
                "0,59|0.59",
                "1234,5|1234.5",
                "107,25|107.25",
                "1.234,56|1234.56",
                "1.000.000,12|1000000.12",
                "12.000|12000",
                "999.999.999|999999999",
                "-1.234,56|-1234.56",
                "+0,5|0.5",
                "-0|0",
                "007,10|7.10",
                "0.001,5|1.5",
                "1,123456789|1.123456789",
                "123456789012345678|123456789012345678",
                "1234567890123456789|1234567890123456789",
                "99.999.999.999.999.999.999,99|99999999999999999999.99",
            })
    void aDecimalIsReadExactlyWithItsScale(String field, BigDecimal number) {
        assertThat(decimal(field)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                ",",
                ".",
                ",5",
                "5,",
                "-,5",
                "0.59",
                "1234.56",
                "1.234.56",
                "1.23,45",
                "12.34,5",
                "1234.567",
                "1234.567,8",
                ".123",
                "1..234",
                "1.234.",
                "1.234.,5",
                "1,2,3",
                "1,234.5",
                "1,234,567.89",
                "--1",
                "+-1",
                "1-",
                "1e5",
                "R$1,00",
                "0x1F",
                "NaN",
                "1 000",
                "１",
                "1,٢",
            })
    void whatCouldBeReadInTwoWaysOrInNoneIsUnreadable(String field) {
        assertThat(decimal(field)).isNull();
    }

    @Test
    void aNumberOfMoreThan38DigitsIsUnreadable() {
        assertThat(decimal("9".repeat(38))).isEqualTo(new BigDecimal("9".repeat(38)));
        assertThat(decimal("-0," + "1".repeat(37))).isEqualTo(new BigDecimal("-0." + "1".repeat(37)));
        assertThat(decimal("9".repeat(39))).isNull();
        assertThat(decimal("0," + "1".repeat(38))).isNull();
        assertThat(decimal("9".repeat(65_000))).isNull();
    }

    @Test
    void decimalsAgreeWithAPatternAndBigDecimal() {
        forAll(20_000, random -> {
            StringBuilder field = new StringBuilder(oneOf(random, "", "", "", "-", "+"));
            for (int pieces = random.nextInt(6); pieces >= 0; pieces--) {
                field.append(oneOf(
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
                        "-",
                        "e",
                        Integer.toString(random.nextInt(100_000))));
            }

            assertThat(decimal(field.toString())).as(field.toString()).isEqualTo(NaiveLine.decimal(field.toString()));
        });
    }

    @Test
    void datesAgreeWithTheStrictFormattersOfTheJdk() {
        forAll(20_000, random -> {
            String year = oneOf(random, "2011", "2012", "1900", "2000", "0000", "0001", "9999", "20l1", "-201");
            String month = oneOf(random, "01", "02", "04", "11", "12", "13", "00", "1", "+1");
            String day = oneOf(random, "01", "28", "29", "30", "31", "32", "00", "7", "1x");
            String field = oneOf(
                    random,
                    year + "-" + month + "-" + day,
                    day + "/" + month + "/" + year,
                    day + "-" + month + "-" + year,
                    year + "/" + month + "/" + day);

            assertThat(date(field)).as(field).isEqualTo(NaiveLine.date(field));
        });
    }

    private static @Nullable Boolean flag(String field) {
        byte[] bytes = padded(field);
        return Fields.flag(bytes, 1, bytes.length - 1);
    }

    private static @Nullable LocalDate date(String field) {
        byte[] bytes = padded(field);
        return Fields.date(bytes, 1, bytes.length - 1);
    }

    private static @Nullable BigDecimal decimal(String field) {
        byte[] bytes = padded(field);
        return Fields.decimal(bytes, 1, bytes.length - 1);
    }

    /// With a digit on either side, so that reading beyond the field shows.
    private static byte[] padded(String field) {
        return ("1" + field + "1").getBytes(UTF_8);
    }
}
