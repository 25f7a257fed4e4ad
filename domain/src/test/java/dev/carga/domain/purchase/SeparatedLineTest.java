package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeparatedLineTest {

    private static final int PLACES = 2 * PurchaseLineParser.COLUMNS + 1;

    /// The fields separated by bars; `broken`, or `more` if there are more than eight.
    private static String split(char separator, String text) {
        int[] bounds = new int[PLACES];
        SeparatedLine line = new SeparatedLine(separator, bounds);
        byte[] bytes = ("xx" + text + "yy").getBytes(UTF_8);
        int count = line.split(bytes, 2, bytes.length - 2);
        if (count == SeparatedLine.BROKEN) {
            return "broken";
        }
        if (count == PLACES) {
            return "more";
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < count; i += 2) {
            columns.add(new String(line.text(), bounds[i], bounds[i + 1] - bounds[i], UTF_8));
        }
        return String.join("|", columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            a;b               ! a|b
            a ; b             ! a|b
            ;                 ! '|'
            a;;b              ! a||b
            "a;b";c           ! a;b|c
            "a""b";c          ! a"b|c
            "";c              ! '|c'
            ""\""             ! '"'
             " a " ; "b"      ! a|b
            a"b;c             ! a"b|c
            "a                ! broken
            a;"b              ! broken
            "a"b;c            ! broken
            1;2;3;4;5;6;7;8   ! 1|2|3|4|5|6|7|8
            1;2;3;4;5;6;7;8;  ! more
            1;2;3;4;5;6;7;;   ! more
            1;2;3;4;5;6;7;8;9 ! more
            1;2;3;4;5;6;7;8;; ! more
            "1";2;3;4;5;6;7;8;  ! more
            "1";2;3;4;5;6;7;8;9 ! more
            "1";2;3;4;5;6;7;8;; ! more
            """)
    void lineIsSplitIntoFields(String line, String columns) {
        assertThat(split(';', line)).isEqualTo(columns);
    }

    @Test
    void tabsAreBlanksUnlessTheySeparate() {
        assertThat(split(';', "\ta\t;\t\"b\"\t")).isEqualTo("a|b");
        assertThat(split('\t', "a\t\t b \t")).isEqualTo("a||b|");
    }

    /// For random values, orders and separators.
    @Test
    void separatedLineGivesTheSameRowAsABlankAlignedLine() {
        Separator[] separators = {Separator.SEMICOLON, Separator.COMMA, Separator.TAB, Separator.PIPE};
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            List<String> values = values(random);
            byte[] aligned = String.join(" ", values).getBytes(UTF_8);
            String expected = NaiveLine.describe(new PurchaseLineParser(200).parse(aligned, 0, aligned.length, 7));

            Separator separator = separators[random.nextInt(separators.length)];
            List<Column> order = new ArrayList<>(Column.ALL);
            Collections.shuffle(order, random);
            List<String> fields = order.stream()
                    .map(column -> field(values.get(column.ordinal()), separator, random))
                    .toList();
            byte[] line = (String.join(String.valueOf(separator.character()), fields) + "\r\n").getBytes(UTF_8);
            LineFormat format =
                    new LineFormat(TextEncoding.UTF_8, separator, FileColumns.of(order), Dialect.PT_BR, null);
            assertThat(NaiveLine.describe(new PurchaseLineParser(400, format).parse(line, 0, line.length, 7)))
                    .as("seed %d: %s", seed, new String(line, UTF_8))
                    .isEqualTo(expected);
        }
    }

    private static List<String> values(Random random) {
        List<String> values = new ArrayList<>();
        List<String> pool = List.of(
                "NULL",
                "0",
                "1",
                "2011-11-23",
                "23/11/2011",
                "143,50",
                "x",
                "é\"",
                "\"q\"",
                "041.091.641-25",
                "79.379.491/0008-50",
                "1.000,5",
                "a|b",
                "a;b",
                "12345678901234567890123");
        for (int i = 0; i < PurchaseLineParser.COLUMNS; i++) {
            values.add(pool.get(random.nextInt(pool.size())));
        }
        return values;
    }

    /// A NULL may also be an empty field in a separated line.
    private static String field(String value, Separator separator, Random random) {
        if (value.equals("NULL") && random.nextBoolean()) {
            return random.nextBoolean() ? "" : " ";
        }
        boolean quotes = value.indexOf(separator.character()) >= 0 || value.startsWith("\"") || random.nextInt(4) == 0;
        String field = quotes ? '"' + value.replace("\"", "\"\"") + '"' : value;
        return random.nextInt(4) == 0 ? " " + field + " " : field;
    }

    @ParameterizedTest
    @ValueSource(strings = {"blanks", "semicolon"})
    void windows1252LineIsRead(String separator) {
        boolean blanks = separator.equals("blanks");
        LineFormat format = new LineFormat(
                TextEncoding.WINDOWS_1252,
                blanks ? Separator.BLANKS : Separator.SEMICOLON,
                FileColumns.ALL,
                Dialect.PT_BR,
                null);
        byte[] line = String.join(blanks ? "  " : ";", "ação7890", "0", "1", "NULL", "1,0", "2,0", "loja€", "ÚLTIMA")
                .getBytes(Charset.forName("windows-1252"));
        assertThat(NaiveLine.describe(new PurchaseLineParser(100, format).parse(line, 0, line.length, 1)))
                .startsWith("row [ação7890, false, true, null, 1.0, 2.0, loja€, ÚLTIMA]");
        line[1] = (byte) 0x81; // no character in Windows-1252
        assertThat(new PurchaseLineParser(100, format).parse(line, 0, line.length, 1))
                .isEqualTo(new LineResult.Rejected(Rejection.INVALID_ENCODING));
        line[1] = 0;
        assertThat(new PurchaseLineParser(100, format).parse(line, 0, line.length, 1))
                .isEqualTo(new LineResult.Rejected(Rejection.NUL_BYTE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            '           ' ! Blank
            1;2;3             ! WRONG_COLUMNS
            "1;0;0;;;;;       ! WRONG_COLUMNS
            ;0;0;;;;;         ! MISSING_CPF
            null;0;0;;;;;     ! MISSING_CPF
            ;;;;;;;           ! Blank
            """)
    void lineWithoutARowHasItsReason(String line, String reason) {
        LineFormat format =
                new LineFormat(TextEncoding.UTF_8, Separator.SEMICOLON, FileColumns.ALL, Dialect.PT_BR, null);
        byte[] bytes = line.getBytes(UTF_8);
        assertThat(new PurchaseLineParser(100, format)
                        .parse(bytes, 0, bytes.length, 1)
                        .toString())
                .contains(reason);
    }
}
