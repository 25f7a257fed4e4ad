package dev.carga.domain.dialect;

import static dev.carga.domain.SeededCases.forAll;
import static dev.carga.domain.SeededCases.oneOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.Nullable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {

    private static final int LATEST_YEAR = 2026;

    private static final DateStyle MONTH_FIRST = new DateStyle(DateStyle.Order.MONTH_FIRST, false);
    private static final DateStyle YEAR_FIRST = new DateStyle(DateStyle.Order.YEAR_FIRST, false);
    private static final DateStyle EITHER = new DateStyle(DateStyle.Order.EITHER, false);

    @ParameterizedTest
    @EnumSource(DateStyle.Order.class)
    void dateThatBeginsWithTheYearIsReadInEveryStyle(DateStyle.Order order) {
        for (String field : new String[] {
            "2015-01-06",
            "2015/01/06",
            "2015.01.06",
            "2015-1-6",
            "20150106",
            "2015-Jan-06",
            "2015-01-06 00:00:00",
            "2015-01-06 00:00",
            "2015-01-06T00:00:00Z",
            "2015-01-06T23:59:59.999-03:00",
            "2015-01-06 10:15:30.123456 UTC",
            "2015-01-06 10:15:30,5 +0000",
            "2015-01-06T10:15:30-03",
            "20150106 10:15",
            "'2015-01-06",
            "=\"2015-01-06\"",
            "2015\u201101\u201106",
            "\u00A02015-01-06\u200B",
            "\uFF12\uFF10\uFF11\uFF15-01-06",
        }) {
            assertThat(read(field, new DateStyle(order, false))).as(field).isEqualTo("2015-01-06");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "06/01/2015",
                "6/1/2015",
                "06-01-2015",
                "06.01.2015",
                "6.1.2015",
                "06/01/2015 10:15",
                "06/01/2015 00:00:00",
                "06/01/2015 10:15:30 AM",
                "6/1/2015 12:00:00 p.m.",
                "06/01/2015, 10:15",
                "06-jan-2015",
                "06/JAN/2015",
                "6 janeiro 2015",
                "06-January-2015",
                "6 jan. 2015",
                "Jan 6, 2015",
                "Jan  6 2015 12:00AM",
                "06JAN2015",
                "06jan2015:13:45:00",
                "'06/01/2015",
                "\u00A006/01/2015",
            })
    void dateWithTheDayFirstIsReadInTheDayFirstStyle(String field) {
        assertThat(read(field, DateStyle.DAY_FIRST)).isEqualTo("2015-01-06");
        assertThat(read(field, YEAR_FIRST)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "15-fev-2015, 2015-02-15",
        "15-feb-2015, 2015-02-15",
        "15/março/2015, 2015-03-15",
        "15-abr-2015, 2015-04-15",
        "15-Apr-2015, 2015-04-15",
        "15-mai-2015, 2015-05-15",
        "15-may-2015, 2015-05-15",
        "15-ago-2015, 2015-08-15",
        "15-Aug-2015, 2015-08-15",
        "15-set-2015, 2015-09-15",
        "15-Sept-2015, 2015-09-15",
        "15-out-2015, 2015-10-15",
        "15-dez-2015, 2015-12-15",
        "15-DEC-2015, 2015-12-15",
    })
    void monthNameIsReadInEveryStyle(String field, String date) {
        assertThat(read(field, DateStyle.DAY_FIRST)).isEqualTo(date);
        assertThat(read(field, MONTH_FIRST)).isEqualTo(date);
        assertThat(read(field, EITHER)).isEqualTo(date);
    }

    @Test
    void orderDecidesWhichNumberIsTheDay() {
        assertThat(read("01/02/2015", DateStyle.DAY_FIRST)).isEqualTo("2015-02-01");
        assertThat(read("01/02/2015", MONTH_FIRST)).isEqualTo("2015-01-02");
        assertThat(read("1/2/2015 10:15", MONTH_FIRST)).isEqualTo("2015-01-02");
        assertThat(read("01/02/2015", EITHER)).isEqualTo(Dates.AMBIGUOUS);
        assertThat(read("1-2-2015", EITHER)).isEqualTo(Dates.AMBIGUOUS);
        assertThat(read("05/05/2015", EITHER)).isEqualTo("2015-05-05");
        assertThat(read("31/12/2014", EITHER)).isEqualTo("2014-12-31");
        assertThat(read("12/31/2014", EITHER)).isEqualTo("2014-12-31");
        assertThat(read("12/31/2014", DateStyle.DAY_FIRST)).isNull();
        assertThat(read("31/12/2014", MONTH_FIRST)).isNull();
    }

    @Test
    void yearsOfTwoDigitsAreReadOnlyIfTheSenderSaysSo() {
        DateStyle twoDigits = new DateStyle(DateStyle.Order.DAY_FIRST, true);

        assertThat(read("06/01/15", DateStyle.DAY_FIRST)).isNull();
        assertThat(read("06-jan-15", DateStyle.DAY_FIRST)).isNull();
        assertThat(read("06/01/15", twoDigits)).isEqualTo("2015-01-06");
        assertThat(read("1/1/26", twoDigits)).isEqualTo("2026-01-01");
        assertThat(read("1/1/27", twoDigits)).isEqualTo("1927-01-01");
        assertThat(read("06-jan-99", twoDigits)).isEqualTo("1999-01-06");
        assertThat(read("06/01/2015", twoDigits)).isEqualTo("2015-01-06");
        assertThat(read("06/13/15", twoDigits)).isNull();
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
                "99/99/9999",
                "0000-01-01",
                "2011-11/23",
                "23/11-2011",
                "2O11-11-23",
                "+011-11-23",
                "-011-11-23",
                "2011--1-23",
                "2011-11-2é",
                "011-11-23",
                "20111323",
                "2011112",
                "42010",
                "2015-01-06 25:00",
                "2015-01-06 25:99",
                "2015-01-06 10:60",
                "2015-01-06 10:15:61",
                "2015-01-06 13:00 PM",
                "2015-01-06 10",
                "2015-01-0610:15",
                "2015-01-06T10:15+99:00",
                "2015-01-06 10:15 x",
                "06-xyz-2015",
                "06-ja-2015",
                "31-fev-2015",
                "06-janvier-2015",
                "ontem",
                "06/01",
            })
    void dateThatDoesNotExistOrHasAnotherFormIsUnreadable(String field) {
        for (DateStyle style : new DateStyle[] {DateStyle.DAY_FIRST, MONTH_FIRST, YEAR_FIRST, EITHER}) {
            assertThat(read(field, style)).as(style.pattern()).isNull();
        }
        assertThat(Dates.evidence(field)).isEqualTo(Dates.Evidence.UNREADABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "31/12/2014, ONLY_DAY_FIRST",
        "13-1-2015 10:15, ONLY_DAY_FIRST",
        "12/31/2014, ONLY_MONTH_FIRST",
        "05/05/2015, SAME",
        "06-jan-2015, SAME",
        "01/02/2015, AMBIGUOUS",
        "2015-01-02, YEAR_FIRST",
        "20150102, YEAR_FIRST",
        "06/01/15, TWO_DIGIT_YEAR",
        "NULL, UNREADABLE",
    })
    void dateIsEvidenceForTheOrderOfItsFile(String field, Dates.Evidence evidence) {
        assertThat(Dates.evidence(field)).isEqualTo(evidence);
    }

    @Test
    void everyDateReadsBackInEveryFormOfItsOrder() {
        forAll(20_000, random -> {
            LocalDate date = LocalDate.of(1, 1, 1).plusDays(random.nextInt(3_652_059));
            String sign = oneOf(random, "/", "-", ".");
            String time = oneOf(random, "", "", " 00:00", " 23:59:59", "T10:15:30Z", " 1:02:03.004 +0200");
            String day = oneOf(random, "dd", "d");
            String month = oneOf(random, "MM", "M");

            assertThat(read(format(date, day + sign + month + sign + "uuuu") + time, DateStyle.DAY_FIRST))
                    .isEqualTo(date);
            assertThat(read(format(date, month + sign + day + sign + "uuuu") + time, MONTH_FIRST))
                    .isEqualTo(date);
            assertThat(read(format(date, "uuuu" + sign + "MM" + sign + "dd") + time, EITHER))
                    .isEqualTo(date);
            assertThat(read(format(date, "dd-MMM-uuuu") + time, EITHER)).isEqualTo(date);
            assertThat(read(format(date, day + sign + month + sign + "uuuu") + time, EITHER))
                    .isEqualTo(
                            date.getDayOfMonth() > 12 || date.getDayOfMonth() == date.getMonthValue()
                                    ? date
                                    : Dates.AMBIGUOUS);
        });
    }

    @Test
    void datesEqualThoseOfTheJdk() {
        forAll(20_000, random -> {
            int year = oneOf(random, 2011, 2012, 1900, 2000, 0, 1, 9999);
            int month = random.nextInt(14);
            int day = random.nextInt(33);
            LocalDate date = naive(year, month, day);

            assertThat(read(String.format(Locale.ROOT, "%04d-%02d-%02d", year, month, day), EITHER))
                    .isEqualTo(date);
            assertThat(read(String.format(Locale.ROOT, "%02d/%02d/%04d", day, month, year), DateStyle.DAY_FIRST))
                    .isEqualTo(date);
            assertThat(read(String.format(Locale.ROOT, "%02d/%02d/%04d", month, day, year), MONTH_FIRST))
                    .isEqualTo(date);
        });
    }

    private static @Nullable LocalDate naive(int year, int month, int day) {
        try {
            return year == 0 ? null : LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static String format(LocalDate date, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(date);
    }

    /// With a digit on either side of the field, so that a read beyond it changes the result.
    private static @Nullable LocalDate read(String field, DateStyle style) {
        byte[] bytes = ("1" + field + "1").getBytes(UTF_8);
        return Dates.read(bytes, 1, bytes.length - 1, style, LATEST_YEAR);
    }
}
