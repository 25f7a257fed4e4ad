package dev.carga.domain.purchase;

import static dev.carga.domain.SeededCases.forAll;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.document.Cnpj;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.document.InvalidDocument;
import dev.carga.domain.layout.FillerLine;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PurchaseLineParserTest {

    private static final int MAX_LINE_BYTES = 300;
    private static final String GOOD =
            "041.091.641-25 0 1 2011-11-23 1.000.000,12 0,59 79.379.491/0008-50 12ABC34501DE35";

    private final PurchaseLineParser parser = new PurchaseLineParser(MAX_LINE_BYTES);

    @Test
    void everyColumnOfAValidLineIsRead() {
        assertThat(parse(GOOD))
                .isEqualTo(new LineResult.Row(
                        new Purchase(
                                7,
                                Cpf.read("04109164125"),
                                false,
                                true,
                                LocalDate.of(2011, 11, 23),
                                new BigDecimal("1000000.12"),
                                new BigDecimal("0.59"),
                                Cnpj.read("79379491000850"),
                                Cnpj.read("12.ABC.345/01DE-35")),
                        Set.of()));
    }

    @Test
    void lineOfThePredecessorsFileIsRead() {
        String line = "041.091.641-25     0           0           NULL                  NULL                  NULL"
                + "                    NULL                NULL                ";

        assertThat(parse(line))
                .isEqualTo(new LineResult.Row(
                        new Purchase(7, Cpf.read("041.091.641-25"), false, false, null, null, null, null, null),
                        Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", " ", "   \t ", "  \r\n", "\r", ""})
    void lineEndsAndTrailingBlanksMakeNoDifference(String end) {
        assertThat(parse(GOOD + end)).isEqualTo(parse(GOOD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t", "  ", " \t ", "                        ", "\t\t"})
    void anyRunOfBlanksOrTabsSeparatesColumns(String gap) {
        assertThat(parse(gap + GOOD.replace(" ", gap))).isEqualTo(parse(GOOD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\n", "\r\n", " \t \r\n"})
    void lineOfBlanksIsBlank(String line) {
        assertThat(parse(line)).isEqualTo(new LineResult.Blank());
    }

    @ParameterizedTest
    @ValueSource(strings = {"NULL", "null", "Null", "nULl"})
    void nullInAnyCaseIsNoFlaw(String nothing) {
        assertThat(parse("04109164125" + (" " + nothing).repeat(7)))
                .isEqualTo(new LineResult.Row(
                        new Purchase(7, Cpf.read("04109164125"), null, null, null, null, null, null, null), Set.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "04109164125|WRONG_COLUMNS",
                "04109164125 0 0 NULL NULL NULL NULL|WRONG_COLUMNS",
                "04109164125 0 0 NULL NULL NULL NULL NULL NULL|WRONG_COLUMNS",
                "04109164125 0 0 NULL NULL NULL NULL NULL a b c d e f|WRONG_COLUMNS",
                "04109164125;0;0;NULL;NULL;NULL;NULL;NULL|WRONG_COLUMNS",
                "NULL 0 0 NULL NULL NULL NULL NULL|MISSING_CPF",
                "null 0 0 NULL NULL NULL NULL NULL|MISSING_CPF",
                "123456789012345678901 0 0 NULL NULL NULL NULL NULL|VALUE_TOO_LONG",
                "12345678901ééééééééééé 0 0 NULL NULL NULL NULL NULL|VALUE_TOO_LONG",
                "ééééééééééééééééééééé 0 0 NULL NULL NULL NULL NULL|TEXT_INSTEAD_OF_CPF",
                "TOTAL 0 0 NULL NULL NULL NULL NULL|TEXT_INSTEAD_OF_CPF",
                "----- 0 0 NULL NULL NULL NULL NULL|TEXT_INSTEAD_OF_CPF",
                "1,23457E+10 0 0 NULL NULL NULL NULL NULL|CPF_DIGITS_LOST",
                "04109164125 0 0 NULL NULL NULL 123456789012345678901 NULL|VALUE_TOO_LONG",
                "04109164125 0 0 NULL NULL NULL NULL 123456789012345678901|VALUE_TOO_LONG",
                "04109164125 0 0 NULL NULL NULL NULL 漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢|VALUE_TOO_LONG",
                "NULL 0 0 NULL NULL NULL NULL 123456789012345678901|MISSING_CPF",
            })
    void lineIsRejectedForTheFirstReasonThatApplies(String line, Rejection reason) {
        assertThat(parse(line)).isEqualTo(new LineResult.Rejected(reason));
    }

    @Test
    void nulByteRejectsTheLineWhateverElseIsWrong() {
        assertThat(parse("\0")).isEqualTo(new LineResult.Rejected(Rejection.NUL_BYTE));
        assertThat(parse(GOOD + "\0")).isEqualTo(new LineResult.Rejected(Rejection.NUL_BYTE));
        assertThat(parse("é\0 x".getBytes(ISO_8859_1))).isEqualTo(new LineResult.Rejected(Rejection.NUL_BYTE));
    }

    @Test
    void malformedBytesRejectTheLine() {
        assertThat(parse(GOOD.replace("NULL", "é").concat(" é").getBytes(ISO_8859_1)))
                .isEqualTo(new LineResult.Rejected(Rejection.INVALID_ENCODING));
        assertThat(parse("é".getBytes(ISO_8859_1))).isEqualTo(new LineResult.Rejected(Rejection.INVALID_ENCODING));
    }

    @Test
    void lineAsLongAsTheLimitIsReadAndALongerOneIsRejected() {
        String filled = " ".repeat(MAX_LINE_BYTES - GOOD.length()) + GOOD;

        assertThat(parse(filled + "  \r\n")).isInstanceOf(LineResult.Row.class);
        assertThat(parse(" " + filled)).isEqualTo(new LineResult.Rejected(Rejection.LINE_TOO_LONG));
        assertThat(parse("\0".repeat(MAX_LINE_BYTES + 1))).isEqualTo(new LineResult.Rejected(Rejection.LINE_TOO_LONG));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "041.091.641-26 0 0 NULL NULL NULL NULL NULL|INVALID_CPF",
                "11111111111 0 0 NULL NULL NULL NULL NULL|INVALID_CPF",
                "x12345678 0 0 NULL NULL NULL NULL NULL|INVALID_CPF",
                "04109164125 2 0 NULL NULL NULL NULL NULL|INVALID_PRIVATE",
                "04109164125 0 x NULL NULL NULL NULL NULL|INVALID_INCOMPLETO",
                "04109164125 0 0 2011-02-29 NULL NULL NULL NULL|INVALID_DATE",
                "04109164125 0 0 NULL 0.59 NULL NULL NULL|INVALID_TICKET_MEDIO",
                "04109164125 0 0 NULL NULL 1,2,3 NULL NULL|INVALID_TICKET_ULTIMA_COMPRA",
                "04109164125 0 0 NULL NULL NULL 79379491000851 NULL|INVALID_LOJA_MAIS_FREQUENTE",
                "04109164125 0 0 NULL NULL NULL NULL 00000000000000|INVALID_LOJA_ULTIMA_COMPRA",
            })
    void oneInvalidFieldIsOneFlawOfTheRow(String line, Flaw flaw) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        LineResult.Row.class, row -> assertThat(row.flaws()).containsExactly(flaw));
    }

    @Test
    void rowMayHaveEveryInvalidValueAndTheNextRowNone() {
        Set<Flaw> invalid = EnumSet.allOf(Flaw.class);
        invalid.removeIf(flaw -> !flaw.name().startsWith("INVALID_"));
        assertThat(parse("1 2 3 4 a b c d"))
                .isEqualTo(new LineResult.Row(
                        new Purchase(
                                7,
                                new InvalidDocument("1"),
                                null,
                                null,
                                null,
                                null,
                                null,
                                new InvalidDocument("c"),
                                new InvalidDocument("d"),
                                0b1111_1110),
                        invalid));
        assertThat(parse(GOOD))
                .isInstanceOfSatisfying(
                        LineResult.Row.class, row -> assertThat(row.flaws()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678901234567890", "1234567890éééééééééé", "1234567890😀😀😀😀😀😀😀😀😀😀"})
    void twentyCharactersFitWhateverTheirNumberOfBytes(String twenty) {
        assertThat(parse(twenty + " 0 0 NULL NULL NULL NULL " + twenty))
                .isInstanceOfSatisfying(LineResult.Row.class, row -> {
                    assertThat(row.purchase().cpf()).isEqualTo(new InvalidDocument(twenty));
                    assertThat(row.purchase().lojaUltimaCompra()).isEqualTo(new InvalidDocument(twenty));
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "0,00|0.00", "1.000.000,12|1000000.12", "0,59|0.59", "-3,5|-3.5"})
    void ticketsOfAnyScaleAreExact(String field, BigDecimal ticket) {
        assertThat(parse("04109164125 0 0 NULL " + field + " " + field + " NULL NULL"))
                .isInstanceOfSatisfying(LineResult.Row.class, row -> {
                    assertThat(row.flaws()).isEmpty();
                    assertThat(row.purchase().ticketMedio()).isEqualTo(ticket);
                    assertThat(row.purchase().ticketUltimaCompra()).isEqualTo(ticket);
                });
    }

    @Test
    void onlyTheBytesOfTheLineAreRead() {
        byte[] file = ("\0 " + GOOD + " 9\n").getBytes(UTF_8);

        assertThat(parser.parse(file, 2, 2 + GOOD.length(), 7)).isEqualTo(parse(GOOD));
    }

    @Test
    void parserEqualsNaiveParserOnRandomLines() {
        forAll(10_000, random -> {
            byte[] line = AnyLine.of(random);
            int limit = random.nextInt(50) == 0 ? random.nextInt(1, 200) : MAX_LINE_BYTES;

            assertThat(NaiveLine.describe(new PurchaseLineParser(limit).parse(line, 0, line.length, 1)))
                    .as(() -> new String(line, ISO_8859_1))
                    .isEqualTo(NaiveLine.read(line, limit));
        });
    }

    @Test
    void countersOfRandomLinesAddUpToTheNonBlankLines() {
        forAll(60, random -> {
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
            long notBlank = 0;
            for (int lines = random.nextInt(200); lines > 0; lines--) {
                String line = new String(AnyLine.of(random), ISO_8859_1).replace('\n', ' ');
                part.writeBytes((line + "\n").getBytes(ISO_8859_1));
                String result = NaiveLine.read(line.getBytes(ISO_8859_1), MAX_LINE_BYTES);
                if (!result.endsWith("LINE_TOO_LONG") && FillerLine.is(line.getBytes(ISO_8859_1), 0, line.length())) {
                    continue;
                }
                if (!result.equals("blank")) {
                    notBlank++;
                }
                if (result.startsWith("rejected ")) {
                    rejected.merge(Rejection.valueOf(result.substring(9)), 1L, Long::sum);
                }
            }

            ParsedPart parsed = new PartParser(MAX_LINE_BYTES).parse(part.toByteArray(), 1);

            assertThat(parsed.counters().of(Counter.TOTAL_ROWS)).isEqualTo(notBlank);
            assertThat(parsed.counters().of(Counter.TOTAL_ADDED))
                    .isEqualTo(parsed.rows().size())
                    .isEqualTo(notBlank - parsed.counters().of(Counter.TOTAL_REJECTED));
            for (Rejection reason : Rejection.ALWAYS) {
                assertThat(parsed.counters().of(reason.counter())).isEqualTo(rejected.getOrDefault(reason, 0L));
            }
        });
    }

    private LineResult parse(String line) {
        return parse(line.getBytes(UTF_8));
    }

    private LineResult parse(byte[] line) {
        return parser.parse(line, 0, line.length, 7);
    }
}
