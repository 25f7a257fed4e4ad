package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.layout.Layout.LineEnd;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionTest {

    private static final String HEADER =
            "CPF                PRIVATE     INCOMPLETO  DATA DA ÚLTIMA COMPRA TICKET MÉDIO          "
                    + "TICKET DA ÚLTIMA COMPRA LOJA MAIS FREQUÊNTE LOJA DA ÚLTIMA COMPRA\n";
    private static final String ROW =
            "041.091.641-25     0          0        2011-11-23   0,59   0,59   79.379.491/0008-50  79.379.491/0008-50\n";
    private static final List<String> VALUES = List.of(
            "041.091.641-25", "0", "1", "2011-11-23", "143,50", "1.476,87", "79.379.491/0008-50", "79.379.491/0008-50");
    private static final List<String> NAMES = List.of(
            "CPF",
            "private",
            "Incompleto",
            "Data da Última Compra",
            "ticket_medio",
            "TICKET DA ÚLTIMA COMPRA",
            "Loja mais freqüente",
            "LOJA-ULTIMA-COMPRA");

    private static Recognition recognise(String text, Charset charset) {
        byte[] head = text.getBytes(charset);
        return Recognition.of(head, head.length, true);
    }

    private static Layout layout(String text) {
        return layout(recognise(text, UTF_8));
    }

    private static Layout layout(Recognition recognition) {
        assertThat(recognition).isInstanceOf(Recognition.Recognised.class);
        return ((Recognition.Recognised) recognition).layout();
    }

    @Test
    void fileOfThePredecessorIsRecognised() {
        Layout layout = layout(HEADER + ROW.repeat(5));
        assertLayout(layout, Separator.BLANKS, true);
        assertThat(layout.dialect().ticketMedio().mark()).isEqualTo(DecimalMark.COMMA);
        assertThat(layout.dialect().dates()).isEqualTo(DateStyle.DAY_FIRST);
        assertThat(layout.alignment()).isNotNull();
    }

    @Test
    void blankAlignedFileWithoutAHeaderIsRecognised() {
        assertLayout(layout(ROW.repeat(3)), Separator.BLANKS, false);
    }

    private static void assertLayout(Layout layout, Separator separator, boolean header) {
        assertThat(layout.encoding()).isEqualTo(TextEncoding.UTF_8);
        assertThat(layout.separator()).isEqualTo(separator);
        assertThat(layout.columns().columns()).isEqualTo(Column.ALL);
        assertThat(layout.columns().size()).isEqualTo(8);
        assertThat(layout.header()).isEqualTo(header);
        assertThat(layout.headLines()).isEqualTo(header ? 1 : 0);
        assertThat(layout.lineEnd()).isEqualTo(LineEnd.LF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "", " \t ", "x", "CPFX a b\n", "CP\n", "x CPF y\n", "1 2\n3 4\n"})
    void textWithoutEvidenceIsBlankAlignedRows(String text) {
        Layout layout = layout(text);
        assertThat(layout.separator()).isEqualTo(Separator.BLANKS);
        assertThat(layout.columns().columns()).isEqualTo(Column.ALL);
        assertThat(layout.header()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Separator.class, mode = EnumSource.Mode.EXCLUDE, names = "BLANKS")
    void separatorOfRowsWithoutAHeaderIsRecognised(Separator separator) {
        assertLayout(layout(separated(separator, VALUES).repeat(3)), separator, false);
        // One line without the separator does not change the result.
        assertThat(layout("x\n" + separated(separator, VALUES).repeat(3)).separator())
                .isEqualTo(separator);
    }

    @ParameterizedTest
    @EnumSource(Separator.class)
    void headerNamesColumnsInAnyOrder(Separator separator) {
        for (int seed = 0; seed < 200; seed++) {
            List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
            Collections.shuffle(order, new Random(seed));
            List<String> names = order.stream().map(NAMES::get).toList();
            String header =
                    separator == Separator.BLANKS ? String.join("  ", names) + "\n" : separated(separator, names);
            Layout layout = layout("\n" + header + ROW);
            assertThat(layout.header()).as("seed %d", seed).isTrue();
            assertThat(layout.separator()).as("seed %d", seed).isEqualTo(separator);
            assertThat(layout.columns().columns())
                    .as("seed %d", seed)
                    .isEqualTo(order.stream().map(Column.ALL::get).toList());
        }
    }

    private static String separated(Separator separator, List<String> values) {
        List<String> fields = values.stream()
                .map(value -> value.indexOf(separator.character()) < 0 ? value : '"' + value + '"')
                .toList();
        return String.join(String.valueOf(separator.character()), fields) + "\n";
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '!', textBlock = """
            CPF                                ! blanks    !        ! 7 !
            cpf private                        ! blanks    !        ! 6 !
            CPF x                              ! blanks    ! x      ! 7 !
            CPF PRIVATE INCOMPLETO xyz         ! blanks    ! xyz    ! 5 !
            CPF;nome;idade                     ! semicolon ! nome, idade ! 7 !
            CPF;CPF;private                    ! semicolon !        ! 6 ! cpf
            "CPF","NOME, TODO"                 ! comma     ! NOME, TODO  ! 7 !
            CPF;;private                       ! semicolon !        ! 6 !
            nome;cpf                           ! semicolon ! nome   ! 7 !
            """)
    void wrongHeaderListsUnknownMissingAndRepeatedColumns(
            String header, String separator, String unknown, int missing, String repeated) {
        Recognition found = recognise(header + "\n" + ROW, UTF_8);
        assertThat(found).as(separator).isInstanceOf(Recognition.WrongHeader.class);
        Recognition.WrongHeader wrong = (Recognition.WrongHeader) found;
        assertThat(String.join(", ", wrong.unknown())).isEqualTo(unknown == null ? "" : unknown);
        assertThat(wrong.missing()).hasSize(missing);
        assertThat(String.join(", ", wrong.repeated())).isEqualTo(repeated == null ? "" : repeated);
        assertThat(wrong.description()).contains("missing: ").doesNotStartWith("; ");
    }

    @Test
    void headerOfUnknownNamesAloneIsRefused() {
        String rows = separated(Separator.SEMICOLON, VALUES).repeat(3);
        assertThat(recognise("a;b;c;d;e;f;g;h\n" + rows, UTF_8))
                .isEqualTo(new Recognition.WrongHeader(
                        List.of("a", "b", "c", "d", "e", "f", "g", "h"),
                        Column.ALL.stream().map(Column::key).toList(),
                        List.of()));
    }

    @Test
    void unknownNamesAreMadeSafeToShow() {
        Recognition found = recognise("CPF;a\u0007b\u202E;" + "x".repeat(90) + "\n", UTF_8);
        assertThat(((Recognition.WrongHeader) found).unknown()).containsExactly("a_b_", "x".repeat(40) + "…");
    }

    @Test
    void separatorAtTheEndOfEveryLineIsNotAColumn() {
        String header = String.join(";", NAMES) + ";\n";
        assertThat(layout(header + String.join(";", VALUES) + ";\n").columns().columns())
                .isEqualTo(Column.ALL);
        assertThat(layout((String.join(";", VALUES) + ";\n").repeat(2)).separator())
                .isEqualTo(Separator.SEMICOLON);
    }

    @Test
    void columnsAlignedByTabsAreBlankAligned() {
        String header = String.join("\t\t", NAMES) + "\n";
        assertThat(layout(header + ROW).separator()).isEqualTo(Separator.BLANKS);
        assertThat(layout((String.join("\t\t", VALUES) + "\n").repeat(3)).separator())
                .isEqualTo(Separator.BLANKS);
    }

    @Test
    void headerThatDoesNotEndWithinTheHeadIsTooLong() {
        byte[] head = ("cpf;private;" + "x".repeat(100)).getBytes(UTF_8);
        assertThat(Recognition.of(head, head.length, false)).isEqualTo(new Recognition.HeaderTooLong());
        byte[] row = "1".repeat(100).getBytes(UTF_8);
        assertThat(layout(Recognition.of(row, row.length, false)).header()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, UTF-8",
        "ISO-8859-1, windows-1252",
        "windows-1252, windows-1252",
        "UTF-16LE, UTF-16LE",
        "UTF-16BE, UTF-16BE"
    })
    void encodingIsRecognised(String charset, String key) {
        Layout layout = layout(recognise(HEADER + ROW.repeat(3), Charset.forName(charset)));
        assertThat(layout.encoding().key()).isEqualTo(key);
        assertThat(layout.columns().columns()).isEqualTo(Column.ALL);
        assertThat(layout.header()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void byteOrderMarkIsNotPartOfTheHeader(String charset) {
        Layout layout = layout(recognise("\uFEFF" + HEADER + ROW, Charset.forName(charset)));
        assertThat(layout.encoding().key()).isEqualTo(charset);
        assertThat(layout.header()).isTrue();
    }

    @Test
    void singleMalformedBytesAreNotAnotherEncoding() {
        assertThat(layout(recognise(ROW + "\u00FF\u00FE x\n" + ROW, ISO_8859_1)).encoding())
                .isEqualTo(TextEncoding.UTF_8);
        byte[] bytes = (HEADER + ROW + "\u00E7 x\n").getBytes(UTF_8);
        bytes[bytes.length - 5] = (byte) 0xE7; // among good UTF-8
        assertThat(layout(Recognition.of(bytes, bytes.length, true)).encoding()).isEqualTo(TextEncoding.UTF_8);
    }

    @Test
    void headThatEndsWithinACharacterIsUtf8() {
        byte[] head = "ç".repeat(50).getBytes(UTF_8);
        assertThat(layout(Recognition.of(head, 99, false)).encoding()).isEqualTo(TextEncoding.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"'\n', LF", "'\r\n', CRLF", "'\r', CR"})
    void lineEndIsRecognised(String end, LineEnd expected) {
        assertThat(layout((HEADER + ROW).replace("\n", end)).lineEnd()).isEqualTo(expected);
        assertThat(layout(HEADER.replace("\n", end) + ROW.replace("\n", end) + ROW + ROW.replace("\n", "\r\n"))
                        .lineEnd())
                .isEqualTo(LineEnd.MIXED);
        assertThat(layout(ROW.strip()).lineEnd()).isEqualTo(LineEnd.NONE);
    }

    @Test
    void sepLineIsNeitherHeaderNorRow() {
        Layout layout =
                layout("sep=;\r\n" + separated(Separator.SEMICOLON, NAMES) + separated(Separator.SEMICOLON, VALUES));
        assertThat(layout.separator()).isEqualTo(Separator.SEMICOLON);
        assertThat(layout.header()).isTrue();
        assertThat(layout.headLines()).isEqualTo(2);
        Layout rows = layout("\"SEP=|\"\n" + separated(Separator.PIPE, VALUES));
        assertThat(rows.separator()).isEqualTo(Separator.PIPE);
        assertThat(rows.header()).isFalse();
        assertThat(rows.headLines()).isEqualTo(1);
        assertThat(layout("sep=,\n").separator()).isEqualTo(Separator.COMMA);
    }

    @Test
    void rowWithASingleWordIsNotAHeader() {
        assertThat(layout("x;;;;;;;\n" + separated(Separator.SEMICOLON, VALUES).repeat(2))
                        .header())
                .isFalse();
    }

    /// A line of many words must not occupy a process for long.
    @Test
    void headOfManyWordsIsRecognisedInBoundedTime() {
        String words = "CPF " + "a ".repeat(4_000);
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> recognise(words, UTF_8)))
                .isInstanceOf(Recognition.WrongHeader.class);
    }
}
