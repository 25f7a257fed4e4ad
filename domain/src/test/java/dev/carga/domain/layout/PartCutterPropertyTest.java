package dev.carga.domain.layout;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.PartParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Properties that hold for every file, checked with random files. A failure reports the seed of its file.
///
/// Files are Latin-1 strings, so that a character is a byte and the naive cutter may use string methods.
class PartCutterPropertyTest {

    private static final int SEEDS = 3_000;
    private static final String BOM = "\u00EF\u00BB\u00BF";
    private static final String[] LINE_ENDS = {"\n", "\n", "\r\n"};
    private static final String ALPHABET = "ab01.,- \t\r\0\f\u00E9\u00FF\u00EF\u00BB\u00BF";

    /// A part in a form that can be compared.
    record Part(int number, long firstLine, int rows, String text) {}

    @Test
    void chunksMakeNoDifference() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CuttingRules rules = rules(random);
            String file = file(random, rules);
            List<Part> whole = cut(file, rules, file.length());
            assertThat(cut(file, rules, 1)).as("seed %d, byte by byte", seed).isEqualTo(whole);
            assertThat(cutInChunks(file, rules, random))
                    .as("seed %d, random chunks", seed)
                    .isEqualTo(whole);
        }
    }

    @Test
    void cutterFromACheckpointCutsTheSameParts() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CuttingRules rules = rules(random);
            String file = file(random, rules);
            Cut cut = new Cut(file, rules);
            cut.read(BOM.length());
            while (cut.from < cut.bytes.length) {
                cut.replaceCutter();
                cut.read(random.nextInt(30));
            }
            assertThat(cut.finish()).as("seed %d", seed).isEqualTo(cut(file, rules, file.length()));
        }
    }

    @Test
    void cutterEqualsNaiveCutter() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CuttingRules rules = rules(random);
            String file = file(random, rules);
            assertThat(cut(file, rules, file.length())).as("seed %d", seed).isEqualTo(naiveCut(file, rules));
        }
    }

    @Test
    void everyLineHasItsNumberAndOnlyBlankLinesAndTheHeaderAreRemoved() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CuttingRules rules = rules(random);
            String file = file(random, rules);
            List<String> lines = lines(file);
            List<String> leftOut = new ArrayList<>();
            int line = 1;
            for (Part part : cut(file, rules, file.length())) {
                for (; line < part.firstLine; line++) {
                    leftOut.add(lines.get(line - 1));
                }
                for (String text : split(part.text)) {
                    assertThat(text)
                            .as("seed %d, line %d", seed, line)
                            .isEqualTo(shorten(lines.get(line - 1), rules.maxLineBytes()));
                    line++;
                }
            }
            leftOut.addAll(lines.subList(line - 1, lines.size()));
            List<String> words = leftOut.stream().filter(text -> !isBlank(text)).toList();
            assertThat(words).as("seed %d: left out", seed).hasSizeLessThanOrEqualTo(1);
            assertThat(words).as("seed %d: left out", seed).allMatch(PartCutterPropertyTest::isHeader);
        }
    }

    @Test
    void concatenatedPartsEqualTheFile() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CuttingRules rules = new CuttingRules(1 + random.nextInt(5), 400, 100);
            String text = rowsWithoutBlankLines(random);
            String file = (random.nextBoolean() ? BOM : "") + (random.nextBoolean() ? "cpf x\r\n" : "") + text;
            StringBuilder together = new StringBuilder();
            cut(file, rules, 1 + random.nextInt(50)).forEach(part -> together.append(part.text));
            assertThat(together.toString()).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void noPartBreaksTheRules() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CuttingRules rules = rules(random);
            int number = 1;
            for (Part part : cutInChunks(file(random, rules), rules, random)) {
                List<String> lines = split(part.text);
                assertThat(part.number).as("seed %d", seed).isEqualTo(number++);
                assertThat(part.text.length()).as("seed %d", seed).isLessThanOrEqualTo(rules.maxBytes());
                assertThat(part.rows)
                        .as("seed %d", seed)
                        .isBetween(1, rules.maxRows())
                        .isEqualTo((int)
                                lines.stream().filter(text -> !isBlank(text)).count());
                assertThat(isBlank(lines.getFirst())).as("seed %d", seed).isFalse();
                assertThat(lines)
                        .as("seed %d", seed)
                        .allMatch(text -> withoutEnd(text).length() <= rules.maxLineBytes() + 1);
            }
        }
    }

    /// With less memory, the same lines are in smaller parts, and no part is larger than the memory granted.
    @Test
    void lessMemoryGivesSmallerPartsOfTheSameLines() {
        CuttingRules rules = new CuttingRules(1_000_000, 400_000, 40);
        int smaller = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            StringBuilder file = new StringBuilder();
            while (file.length() < 1_000_000) {
                file.append(rowsWithoutBlankLines(random));
            }
            Grants grants = new Grants(random, rules.fewestBytes());
            PartCutter cutter = new PartCutter(rules, 0, null, grants);
            StringBuilder together = new StringBuilder();
            List<CutPart> parts = new ArrayList<>();
            PartCutter.Sink<RuntimeException> sink = part -> {
                assertThat(part.bytes()).hasSizeLessThanOrEqualTo(grants.granted);
                assertThat(part.firstLine())
                        .isEqualTo(1 + split(together.toString()).size());
                together.append(new String(part.bytes(), ISO_8859_1));
                parts.add(part);
            };
            byte[] bytes = file.toString().getBytes(ISO_8859_1);
            for (int from = 0, to; from < bytes.length; from = to) {
                to = Math.min(bytes.length, from + random.nextInt(20_000));
                cutter.add(bytes, from, to, sink);
            }
            cutter.finish(sink);
            StringBuilder whole = new StringBuilder();
            lines(file.toString()).forEach(text -> whole.append(shorten(text, rules.maxLineBytes())));
            assertThat(together.toString().equals(whole.toString()))
                    .as("seed %d: the same lines", seed)
                    .isTrue();
            smaller += parts.size() > 1 + whole.length() / (rules.maxBytes() - 100) ? 1 : 0;
        }
        assertThat(smaller).isGreaterThan(50);
    }

    /// Grants what must be granted, and other requests at random.
    private static final class Grants implements PartCutter.Room {
        final Random random;
        final int certain;
        int granted;

        Grants(Random random, int certain) {
            this.random = random;
            this.certain = certain;
            this.granted = certain;
        }

        @Override
        public boolean take(int bytes) {
            if (bytes > certain && random.nextInt(3) > 0) {
                return false;
            }
            granted = Math.max(bytes, certain);
            return true;
        }
    }

    @Test
    void parserCountsAsManyRowsAsTheCutter() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CuttingRules rules = rules(random);
            PartParser parser = new PartParser(rules.maxLineBytes());
            for (Part part : cutInChunks(file(random, rules), rules, random)) {
                Counters counters = parser.parse(part.text.getBytes(ISO_8859_1), part.firstLine)
                        .counters();
                long fillers = split(part.text).stream()
                        .filter(line -> !isBlank(line) && isFiller(line))
                        .filter(line -> isMarksAlone(line) || trimmed(line).length() <= rules.maxLineBytes())
                        .count();
                assertThat(counters.of(Counter.TOTAL_ROWS) + counters.of(Counter.REPEATED_HEADERS) + fillers)
                        .as("seed %d, part %d", seed, part.number)
                        .isEqualTo(part.rows);
            }
        }
    }

    private static boolean isMarksAlone(String line) {
        return isBlank(line.replace(BOM, ""));
    }

    private static String trimmed(String line) {
        return line.replaceAll("[ \t\r\n\f\u000B\u001A]+$", "");
    }

    private static boolean isFiller(String line) {
        byte[] bytes = line.getBytes(ISO_8859_1);
        return FillerLine.is(bytes, 0, bytes.length);
    }

    @Test
    void parserRejectsExactlyTheLinesThatAreTooLongInTheFile() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            CuttingRules rules = rules(random);
            String file = file(random, rules);
            PartParser parser = new PartParser(rules.maxLineBytes());
            long rejected = 0;
            for (Part part : cutInChunks(file, rules, random)) {
                rejected += parser.parse(part.text.getBytes(ISO_8859_1), part.firstLine)
                        .counters()
                        .of(Counter.LINE_TOO_LONG);
            }
            List<String> rows = new ArrayList<>(
                    lines(file).stream().filter(text -> !isBlank(text)).toList());
            if (!rows.isEmpty() && isHeader(rows.getFirst())) {
                rows.removeFirst();
            }
            long tooLong = rows.stream()
                    .filter(text -> trimmed(text).length() > rules.maxLineBytes())
                    .filter(text -> !isMarksAlone(text))
                    .count();
            assertThat(rejected).as("seed %d", seed).isEqualTo(tooLong);
        }
    }

    /// A second implementation of the rules, as simple as possible, without regard to memory.
    private static List<Part> naiveCut(String file, CuttingRules rules) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int rows = 0;
        long firstLine = 0;
        long number = 0;
        boolean headerPossible = true;
        for (String whole : lines(file)) {
            number++;
            String line = shorten(whole, rules.maxLineBytes());
            boolean header = headerPossible && isHeader(whole);
            headerPossible &= isBlank(line);
            if (header) {
                continue;
            }
            if (rows > 0 && (rows == rules.maxRows() || text.length() + line.length() > rules.maxBytes())) {
                parts.add(new Part(parts.size() + 1, firstLine, rows, text.toString()));
                text.setLength(0);
                rows = 0;
            }
            if (text.isEmpty() && isBlank(line)) {
                continue;
            }
            firstLine = text.isEmpty() ? number : firstLine;
            text.append(line);
            rows += isBlank(line) ? 0 : 1;
            if (rows == rules.maxRows()) {
                parts.add(new Part(parts.size() + 1, firstLine, rows, text.toString()));
                text.setLength(0);
                rows = 0;
            }
        }
        if (rows > 0) {
            parts.add(new Part(parts.size() + 1, firstLine, rows, text.toString()));
        }
        return parts;
    }

    /// The lines of a file with their line ends, without its byte order mark.
    private static List<String> lines(String file) {
        return split(file.startsWith(BOM) ? file.substring(BOM.length()) : file);
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
    }

    private static String shorten(String line, int maxLineBytes) {
        String text = withoutEnd(line);
        if (text.length() <= maxLineBytes + 1) {
            return line;
        }
        String end = line.substring(text.length());
        String head = text.substring(0, maxLineBytes);
        String rest = text.substring(maxLineBytes);
        String words = rest.replaceAll("^[ \t\r\f]+", "");
        return head + (words.isEmpty() ? rest : words).charAt(0) + end;
    }

    private static String withoutEnd(String line) {
        return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    }

    private static boolean isBlank(String line) {
        return line.matches("[ \t\r\n\f\u000B\u001A]*");
    }

    private static boolean isHeader(String line) {
        return line.matches("(?is)[ \t\r\f]*cpf([ \t\r\n].*)?");
    }

    /// Whether the file has a header: in these tests, a first line that begins with CPF.
    private static boolean hasHeader(String file) {
        return lines(file).stream()
                .filter(line -> !isBlank(line))
                .findFirst()
                .filter(PartCutterPropertyTest::isHeader)
                .isPresent();
    }

    private static CuttingRules rules(Random random) {
        int maxLineBytes = 8 + random.nextInt(12);
        return new CuttingRules(1 + random.nextInt(5), maxLineBytes + 2 + random.nextInt(60), maxLineBytes);
    }

    private static String file(Random random, CuttingRules rules) {
        StringBuilder file = new StringBuilder(random.nextInt(4) == 0 ? BOM : "");
        int lines = random.nextInt(20);
        for (int i = 0; i < lines; i++) {
            switch (random.nextInt(i < 3 ? 7 : 12)) {
                case 0 -> file.append(random.nextBoolean() ? "CPF private" : "cpf");
                case 1, 2 -> file.append(" ".repeat(random.nextInt(3)));
                case 3 -> file.append(" ".repeat(random.nextInt(3 * rules.maxLineBytes())));
                case 4 -> text(file, random, rules.maxLineBytes() - 2 + random.nextInt(6));
                case 5 -> text(file, random, random.nextInt(3 * rules.maxLineBytes()));
                default -> text(file, random, random.nextInt(rules.maxLineBytes()));
            }
            file.append(i == lines - 1 && random.nextBoolean() ? "" : LINE_ENDS[random.nextInt(LINE_ENDS.length)]);
        }
        return file.toString();
    }

    private static void text(StringBuilder file, Random random, int length) {
        for (int i = 0; i < length; i++) {
            file.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
    }

    private static String rowsWithoutBlankLines(Random random) {
        StringBuilder file = new StringBuilder();
        for (int rows = random.nextInt(30); rows > 0; rows--) {
            file.append('r');
            text(file, random, random.nextInt(60));
            file.append(rows == 1 && random.nextBoolean() ? "" : "\n");
        }
        return file.toString();
    }

    private static List<Part> cut(String file, CuttingRules rules, int chunk) {
        Cut cut = new Cut(file, rules);
        while (cut.from < cut.bytes.length) {
            cut.read(chunk);
        }
        return cut.finish();
    }

    private static List<Part> cutInChunks(String file, CuttingRules rules, Random random) {
        Cut cut = new Cut(file, rules);
        while (cut.from < cut.bytes.length) {
            cut.read(random.nextInt(30));
        }
        return cut.finish();
    }

    /// A file that is being cut.
    private static final class Cut {
        final byte[] bytes;
        final CuttingRules rules;
        PartCutter cutter;
        final List<Part> parts = new ArrayList<>();
        int from;

        Cut(String file, CuttingRules rules) {
            bytes = file.getBytes(ISO_8859_1);
            this.rules = rules;
            cutter = new PartCutter(rules, hasHeader(file) ? 1 : 0);
        }

        void read(int chunk) {
            int to = Math.min(bytes.length, from + chunk);
            cutter.add(bytes, from, to, this::keep);
            from = to;
        }

        /// Replaces the cutter by another one that continues from its checkpoint.
        void replaceCutter() {
            byte[] text = cutter.text();
            cutter = new PartCutter(rules, cutter.checkpoint(), null, PartCutter.Room.UNLIMITED);
            cutter.add(text, 0, text.length, this::keep);
        }

        List<Part> finish() {
            cutter.finish(this::keep);
            return parts;
        }

        private void keep(CutPart part) {
            parts.add(new Part(part.number(), part.firstLine(), part.rows(), new String(part.bytes(), ISO_8859_1)));
        }
    }
}
