package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files and the parts into which they are cut. Files are Latin-1 strings, so that a character is a byte.
class PartCutterTest {

    private static final CuttingRules RULES = new CuttingRules(3, 40, 16);
    private static final String BOM = "\u00EF\u00BB\u00BF";
    private static final String SIXTEEN = "0123456789abcdef";

    /// An expected part.
    record Expected(long firstLine, int rows, String text) {}

    record Case(String name, String file, boolean header, List<Expected> parts) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> files() {
        return Stream.of(lineEnds(), byteOrderMarks(), headers(), blankLines(), cutByRows(), cutByBytes(), longLines())
                .flatMap(List::stream);
    }

    private static List<Case> lineEnds() {
        return List.of(
                file("empty", ""),
                file("LF", "a\nb\n", part(1, 2, "a\nb\n")),
                file("CRLF", "a\r\nb\r\n", part(1, 2, "a\r\nb\r\n")),
                file("no final line end", "a\nb", part(1, 2, "a\nb")),
                file("one line without line end", "a", part(1, 1, "a")),
                file("a lone CR ends no line", "a\rb\n", part(1, 1, "a\rb\n")),
                file("a NUL byte is a line", "a\n\0\n", part(1, 2, "a\n\0\n")));
    }

    private static List<Case> byteOrderMarks() {
        return List.of(
                file("byte order mark", BOM + "a\nb\n", part(1, 2, "a\nb\n")),
                withHeader("byte order mark and header", BOM + "CPF x\na\n", part(2, 1, "a\n")),
                file("byte order mark and blank line", BOM + "\na\n", part(2, 1, "a\n")),
                withHeader("byte order mark, blank line, header", BOM + "\r\nCPF\na\n", part(3, 1, "a\n")),
                file("byte order mark alone", BOM),
                file("byte order mark twice", BOM + BOM + "a\n", part(1, 1, BOM + "a\n")),
                file("byte order mark on the second line", "a\n" + BOM + "b\n", part(1, 2, "a\n" + BOM + "b\n")),
                file("half a byte order mark", "\u00EF\u00BB", part(1, 1, "\u00EF\u00BB")),
                file("half a byte order mark, then text", "\u00EF\u00BBa\nb", part(1, 2, "\u00EF\u00BBa\nb")),
                file("half a byte order mark, then a line end", "\u00EF\nb", part(1, 2, "\u00EF\nb")),
                file("byte order mark and the longest line", BOM + SIXTEEN + "\n", part(1, 1, SIXTEEN + "\n")),
                file("byte order mark and a line too long", BOM + SIXTEEN + "ghi\n", part(1, 1, SIXTEEN + "g\n")));
    }

    private static List<Case> headers() {
        return List.of(
                withHeader("header", "CPF PRIVATE\na\n", part(2, 1, "a\n")),
                withHeader("header with accents in UTF-8", utf8("CPF \u00DAltima\n") + "a\n", part(2, 1, "a\n")),
                withHeader("header with accents in Latin-1", "CPF \u00DAltima\na\n", part(2, 1, "a\n")),
                withHeader("header in lower case", "cpf private\na\n", part(2, 1, "a\n")),
                withHeader("header in mixed case", "Cpf private\na\n", part(2, 1, "a\n")),
                withHeader("indented header", " \tCPF x\na\n", part(2, 1, "a\n")),
                withHeader("header of one word", "CPF\na\n", part(2, 1, "a\n")),
                withHeader("header with CRLF", "CPF\r\na\r\n", part(2, 1, "a\r\n")),
                withHeader("header with blanks and CRs at its end", "CPF x \r \r\na\n", part(2, 1, "a\n")),
                withHeader("header with a tab", "CPF\tx\na\n", part(2, 1, "a\n")),
                withHeader("header longer than a line may be", "CPF " + SIXTEEN + SIXTEEN + "\na\n", part(2, 1, "a\n")),
                withHeader("header alone", "CPF x\n"),
                withHeader("header alone without line end", "CPF"),
                withHeader("header and blank lines alone", "\nCPF x\n\n \n"),
                withHeader("header after blank lines", "\n \nCPF x\na\n", part(4, 1, "a\n")),
                withHeader("blank lines after the header", "CPF x\n\n\na\n", part(4, 1, "a\n")),
                withHeader("a second header is a row", "CPF x\nCPF x\n", part(2, 1, "CPF x\n")),
                withHeader("header of any content", "a\nCPF x\n", part(2, 1, "CPF x\n")),
                file("no header was recognised", "CPF x\na\n", part(1, 2, "CPF x\na\n")));
    }

    private static List<Case> blankLines() {
        return List.of(
                file("blank lines first", "\n \t\r\na\n", part(3, 1, "a\n")),
                file("blank lines between", "a\n\n \nb\n", part(1, 2, "a\n\n \nb\n")),
                file("blank lines last", "a\n\n \n", part(1, 1, "a\n\n \n")),
                file("last blank line without line end", "a\n  ", part(1, 1, "a\n  ")),
                file("blank lines only", "\n\r\n \t\n   "),
                file(
                        "form feeds and the end-of-file sign of DOS are blanks",
                        "\f\na\n\u001A",
                        part(2, 1, "a\n\u001A")));
    }

    private static List<Case> cutByRows() {
        return List.of(
                file("exactly as many rows as allowed", "a\nb\nc\n", part(1, 3, "a\nb\nc\n")),
                file("as many, without final line end", "a\nb\nc", part(1, 3, "a\nb\nc")),
                file("one row more", "a\nb\nc\nd\n", part(1, 3, "a\nb\nc\n"), part(4, 1, "d\n")),
                file("blank lines are no rows", "a\n\nb\n\nc\nd\n", part(1, 3, "a\n\nb\n\nc\n"), part(6, 1, "d\n")),
                file("blank lines at a cut", "a\nb\nc\n\n\nd\n", part(1, 3, "a\nb\nc\n"), part(6, 1, "d\n")),
                file("blank lines after the last cut", "a\nb\nc\n\n \n", part(1, 3, "a\nb\nc\n")),
                withHeader("header and one row more", "CPF\na\nb\nc\nd", part(2, 3, "a\nb\nc\n"), part(5, 1, "d")));
    }

    private static List<Case> cutByBytes() {
        String line = "0123456789abcde\n";
        return List.of(
                file(
                        "a part filled to the last byte",
                        line + line + "0123456\n",
                        part(1, 3, line + line + "0123456\n")),
                file("one byte more", line + line + "01234567\n", part(1, 2, line + line), part(3, 1, "01234567\n")),
                file("filled without line end", line + line + "01234567", part(1, 3, line + line + "01234567")),
                file(
                        "blank lines that do not fit",
                        line + line + "\n   \n    \nx\n",
                        part(1, 2, line + line + "\n   \n"),
                        part(6, 1, "x\n")));
    }

    private static List<Case> longLines() {
        return List.of(
                file("the longest line", SIXTEEN + "\r\na\n", part(1, 2, SIXTEEN + "\r\na\n")),
                file("one byte too long", SIXTEEN + "g\na\n", part(1, 2, SIXTEEN + "g\na\n")),
                file("many bytes too long", SIXTEEN + "ghijklmnop\r\na\n", part(1, 2, SIXTEEN + "g\na\n")),
                file("too long without line end", SIXTEEN + "ghi", part(1, 1, SIXTEEN + "g")),
                file("blanks past the limit", SIXTEEN + " \t  \r\na\n", part(1, 2, SIXTEEN + " \na\n")),
                file("text behind blanks past the limit", SIXTEEN + "    xy\na\n", part(1, 2, SIXTEEN + "x\na\n")),
                file("text behind blanks alone", " ".repeat(30) + "xy\n", part(1, 1, " ".repeat(16) + "x\n")),
                file("a long blank line first", " ".repeat(100) + "\na\n", part(2, 1, "a\n")),
                file(
                        "a long blank line between",
                        "a\n" + " ".repeat(30) + "\nb\n",
                        part(1, 2, "a\n" + " ".repeat(17) + "\nb\n")),
                file(
                        "two long lines do not fit one part with a third",
                        SIXTEEN + "g\n" + SIXTEEN + "g\n" + SIXTEEN + "g\n",
                        part(1, 2, SIXTEEN + "g\n" + SIXTEEN + "g\n"),
                        part(3, 1, SIXTEEN + "g\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void fileIsCutIntoParts(Case file) {
        assertThat(cut(file, Integer.MAX_VALUE)).isEqualTo(file.parts);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void fileInSmallChunksIsCutIntoTheSameParts(Case file) {
        for (int chunk = 1; chunk <= 5; chunk++) {
            assertThat(cut(file, chunk)).as("in chunks of %d", chunk).isEqualTo(file.parts);
        }
    }

    @Test
    void linesAboveTheRowsAreRemoved() {
        PartCutter cutter = new PartCutter(RULES, 2);
        List<CutPart> parts = new ArrayList<>();
        byte[] bytes = "sep=;\n\nCPF;x\n\na\n".getBytes(ISO_8859_1);
        cutter.add(bytes, 0, bytes.length, parts::add);
        cutter.finish(parts::add);
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().firstLine()).isEqualTo(5);
        assertThat(new String(parts.getFirst().bytes(), ISO_8859_1)).isEqualTo("a\n");
    }

    @Test
    void partsAreNumberedFromOneAndCounted() {
        PartCutter cutter = new PartCutter(RULES, 0);
        List<Integer> numbers = new ArrayList<>();
        PartCutter.Sink<RuntimeException> sink = part -> numbers.add(part.number());
        byte[] bytes = "a\nb\nc\nd\ne\nf\ng".getBytes(ISO_8859_1);
        cutter.add(bytes, 0, bytes.length, sink);
        assertThat(cutter.parts()).isEqualTo(2);
        cutter.finish(sink);
        assertThat(numbers).containsExactly(1, 2, 3);
        assertThat(cutter.parts()).isEqualTo(3);
    }

    @Test
    void onlyTheBytesOfTheRangeAreRead() {
        PartCutter cutter = new PartCutter(RULES, 0);
        List<String> texts = new ArrayList<>();
        PartCutter.Sink<RuntimeException> sink = part -> texts.add(new String(part.bytes(), ISO_8859_1));
        cutter.add("xxa\nbyy".getBytes(ISO_8859_1), 2, 5, sink);
        cutter.finish(sink);
        assertThat(texts).containsExactly("a\nb");
    }

    @Test
    void emittedPartsAreNotModified() {
        PartCutter cutter = new PartCutter(RULES, 0);
        List<CutPart> parts = new ArrayList<>();
        byte[] bytes = "a\nb\nc\nd\ne\nf\n".getBytes(ISO_8859_1);
        cutter.add(bytes, 0, bytes.length, parts::add);
        Arrays.fill(bytes, (byte) 'z');
        cutter.add(bytes, 0, bytes.length, parts::add);
        assertThat(parts)
                .extracting(part -> new String(part.bytes(), ISO_8859_1))
                .startsWith("a\nb\nc\n", "d\ne\nf\n");
    }

    @Test
    void exceptionOfTheSinkEndsTheCutting() {
        PartCutter cutter = new PartCutter(RULES, 0);
        byte[] bytes = "a\nb\nc\nd\n".getBytes(ISO_8859_1);
        PartCutter.Sink<IOException> broken = _ -> {
            throw new IOException("disk full");
        };
        assertThatThrownBy(() -> cutter.add(bytes, 0, bytes.length, broken)).hasMessage("disk full");
    }

    private static List<Expected> cut(Case file, int chunk) {
        byte[] bytes = file.file.getBytes(ISO_8859_1);
        PartCutter cutter = new PartCutter(RULES, file.header ? 1 : 0);
        List<Expected> parts = new ArrayList<>();
        PartCutter.Sink<RuntimeException> sink =
                part -> parts.add(part(part.firstLine(), part.rows(), new String(part.bytes(), ISO_8859_1)));
        for (int from = 0; from < bytes.length; from += Math.min(chunk, bytes.length)) {
            cutter.add(bytes, from, (int) Math.min(bytes.length, (long) from + chunk), sink);
        }
        cutter.finish(sink);
        return parts;
    }

    private static Case file(String name, String file, Expected... parts) {
        return new Case(name, file, false, List.of(parts));
    }

    private static Case withHeader(String name, String file, Expected... parts) {
        return new Case(name, file, true, List.of(parts));
    }

    private static Expected part(long firstLine, int rows, String text) {
        return new Expected(firstLine, rows, text);
    }

    private static String utf8(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
