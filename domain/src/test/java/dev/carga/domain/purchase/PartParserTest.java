package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.domain.document.Cpf;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.FillerLine;
import dev.carga.domain.layout.LineFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Properties of a part as a whole. The results of single lines are tested with the line parser.
class PartParserTest {

    private static final int SEEDS = 2_000;
    private static final PartParser PARSER = new PartParser(200);
    private static final String REST = " 0 1 2011-11-23 1.000,12 0,59 79.379.491/0008-50 NULL";

    @Test
    void partWithoutBytesHasNoRows() {
        ParsedPart parsed = PARSER.parse(new byte[0], 1);
        assertThat(parsed.rows()).isEmpty();
        assertThat(parsed.counters()).isEqualTo(Counters.NONE);
    }

    @Test
    void rowsAreSortedByCpf() {
        Random random = new Random(1);
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            part.append(cpf(random)).append(REST).append('\n');
        }
        assertThat(cpfs(parse(part.toString(), 1))).hasSize(1_000).isSorted();
    }

    @Test
    void rowsAreOrderedByTheCanonicalFormOfTheirCpfs() {
        String small = Cpf.ofRoot(1).text().replaceAll("[.-]", "").replaceFirst("^0+", "");
        String middle = Cpf.ofRoot(100_000_002).text();
        String large = Cpf.ofRoot(900_000_003).text().replaceAll("[.-]", "");
        ParsedPart parsed = parse(large + REST + "\n" + small + REST + "\n" + middle + REST, 1);
        assertThat(parsed.rows()).extracting(Purchase::line).containsExactly(2L, 3L, 1L);
    }

    @Test
    void rowsWithTheSameCpfStayInTheOrderOfTheirLines() {
        Random random = new Random(2);
        List<String> few = Stream.generate(() -> cpf(random)).limit(7).toList();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            part.append(few.get(random.nextInt(few.size()))).append(REST).append('\n');
        }
        assertThat(parse(part.toString(), 1).rows())
                .isSortedAccordingTo(
                        Comparator.comparing((Purchase row) -> row.cpf().text()).thenComparingLong(Purchase::line));
    }

    @Test
    void textsThatAreNoCpfAreSortedByTheirBytes() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<String> texts =
                    List.of("0", "1234", "000.000.000-0x", "999.999.999.99", "z1", "é7", "~4", "5é", "123.x");
            int textOneIn = 1 + random.nextInt(30);
            StringBuilder part = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                boolean isText = random.nextInt(textOneIn) == 0;
                part.append(isText ? texts.get(random.nextInt(texts.size())) : cpf(random))
                        .append(REST)
                        .append('\n');
            }
            Comparator<Purchase> bytes =
                    (a, b) -> Arrays.compareUnsigned(a.cpf().utf8(), b.cpf().utf8());

            assertThat(PARSER.parse(part.toString().getBytes(UTF_8), 1).rows())
                    .as("seed %d", seed)
                    .hasSize(100)
                    .isSortedAccordingTo(bytes.thenComparingLong(Purchase::line));
        }
    }

    @Test
    void rowKeepsTheNumberOfItsLine() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long firstLine = 1L + random.nextInt(1_000_000);
            StringBuilder part = new StringBuilder();
            TreeMap<Long, String> expected = new TreeMap<>();
            int lines = random.nextInt(40);
            for (int i = 0; i < lines; i++) {
                switch (random.nextInt(4)) {
                    case 0 -> part.append(random.nextBoolean() ? "" : " \t\r");
                    case 1 -> part.append("no row at all");
                    default -> {
                        String cpf = cpf(random);
                        part.append(cpf).append(REST);
                        expected.put(firstLine + i, cpf);
                    }
                }
                part.append(random.nextBoolean() ? "\r\n" : "\n");
            }
            TreeMap<Long, String> found = new TreeMap<>();
            parse(part.toString(), firstLine)
                    .rows()
                    .forEach(row -> found.put(row.line(), row.cpf().text()));
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void lastLineNeedsNoLineEnd() {
        String row = Cpf.ofRoot(123_456_789).text() + REST;
        assertThat(parse(row + "\n" + row, 5).rows()).extracting(Purchase::line).containsExactly(5L, 6L);
    }

    @Test
    void countersAddUpToTheNonBlankLinesOfAnyBytes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] bytes = randomPart(new Random(seed));
            ParsedPart parsed = PARSER.parse(bytes, 1);
            Counters counters = parsed.counters();
            assertThat(counters.of(Counter.TOTAL_ROWS)).as("seed %d", seed).isEqualTo(nonBlankLines(bytes));
            assertThat(counters.of(Counter.TOTAL_ADDED))
                    .as("seed %d", seed)
                    .isEqualTo(parsed.rows().size());
            assertThat(counters.of(Counter.TOTAL_ROWS))
                    .as("seed %d", seed)
                    .isEqualTo(counters.of(Counter.TOTAL_ADDED) + counters.of(Counter.TOTAL_REJECTED));
            long invalid =
                    parsed.rows().stream().filter(row -> !row.cpf().isValid()).count();
            assertThat(counters.of(Counter.INVALID_CPF)).as("seed %d", seed).isEqualTo(invalid);
        }
    }

    @Test
    void sameBytesGiveTheSameResultTwice() {
        for (int seed = 0; seed < 200; seed++) {
            byte[] bytes = randomPart(new Random(seed));
            byte[] before = bytes.clone();
            assertThat(PARSER.parse(bytes, 9))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(PARSER.parse(bytes, 9));
            assertThat(bytes).as("seed %d", seed).isEqualTo(before);
        }
    }

    /// So the counters do not depend on where a file is cut.
    @Test
    void partCountsAsTheSumOfItsLines() {
        for (int seed = 0; seed < 500; seed++) {
            byte[] bytes = randomPart(new Random(seed));
            Counters sum = Counters.NONE;
            for (String line : new String(bytes, ISO_8859_1).split("\n", -1)) {
                sum = sum.plus(parse(line + "\n", 1).counters());
            }
            assertThat(PARSER.parse(bytes, 1).counters()).as("seed %d", seed).isEqualTo(sum);
        }
    }

    /// Random bytes, and valid rows of which a few bytes, line ends included, are replaced.
    private static byte[] randomPart(Random random) {
        StringBuilder part = new StringBuilder();
        for (int lines = random.nextInt(12); lines > 0; lines--) {
            if (random.nextInt(4) == 0) {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                part.append(new String(noise, ISO_8859_1));
            } else {
                part.append(cpf(random)).append(REST);
            }
            part.append('\n');
        }
        byte[] bytes = part.toString().getBytes(ISO_8859_1);
        for (int replaced = bytes.length == 0 ? 0 : random.nextInt(10); replaced > 0; replaced--) {
            byte[] candidates = {'\n', ' ', '\t', '\r', 0, 'x', '0', (byte) 0xE9, (byte) random.nextInt()};
            bytes[random.nextInt(bytes.length)] = candidates[random.nextInt(candidates.length)];
        }
        return bytes;
    }

    private static long nonBlankLines(byte[] bytes) {
        return Stream.of(new String(bytes, ISO_8859_1).split("\n", -1))
                .filter(line -> !line.matches("[ \t\r\f\u000B\u001A]*"))
                .filter(line -> !FillerLine.is(line.getBytes(ISO_8859_1), 0, line.length()))
                .count();
    }

    private static ParsedPart parse(String part, long firstLine) {
        return PARSER.parse(part.getBytes(ISO_8859_1), firstLine);
    }

    private static List<String> cpfs(ParsedPart parsed) {
        List<String> cpfs = new ArrayList<>();
        parsed.rows().forEach(row -> cpfs.add(row.cpf().text()));
        return cpfs;
    }

    private static String cpf(Random random) {
        return Cpf.ofRoot(1 + random.nextInt(111_111_110)).text();
    }

    @Test
    void everyErrorIsReportedWithItsLineAndValue() {
        String part = """
                041.091.641-25 x 2 31/02/2011 1.2 ? 1 2

                NULL 0 0 NULL NULL NULL NULL NULL
                041.091.641-26 0 0 NULL NULL NULL NULL 123456789012345678901
                1 2
                """.replace("1 2\n", "1 2\r\n");
        assertThat(PARSER.parse(part.getBytes(US_ASCII), 7).issues())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new LineIssue(7, IssueCode.INVALID_PRIVATE, Column.PRIVATE, "x", null)
                                .withFlawedLine("041.091.641-25 x 2 31/02/2011 1.2 ? 1 2".getBytes(US_ASCII)),
                        new LineIssue(7, IssueCode.INVALID_INCOMPLETO, Column.INCOMPLETO, "2", null),
                        new LineIssue(7, IssueCode.INVALID_DATE, Column.DATA_ULTIMA_COMPRA, "31/02/2011", null),
                        new LineIssue(7, IssueCode.INVALID_TICKET_MEDIO, Column.TICKET_MEDIO, "1.2", null),
                        new LineIssue(
                                7, IssueCode.INVALID_TICKET_ULTIMA_COMPRA, Column.TICKET_ULTIMA_COMPRA, "?", null),
                        new LineIssue(7, IssueCode.INVALID_LOJA_MAIS_FREQUENTE, Column.LOJA_MAIS_FREQUENTE, "1", null),
                        new LineIssue(7, IssueCode.INVALID_LOJA_ULTIMA_COMPRA, Column.LOJA_ULTIMA_COMPRA, "2", null),
                        new LineIssue(
                                9,
                                IssueCode.MISSING_CPF,
                                Column.CPF,
                                "NULL",
                                "NULL 0 0 NULL NULL NULL NULL NULL".getBytes(US_ASCII)),
                        new LineIssue(
                                10,
                                IssueCode.VALUE_TOO_LONG,
                                Column.LOJA_ULTIMA_COMPRA,
                                "123456789012345678901",
                                "041.091.641-26 0 0 NULL NULL NULL NULL 123456789012345678901".getBytes(US_ASCII)),
                        new LineIssue(11, IssueCode.WRONG_COLUMNS, null, null, "1 2".getBytes(US_ASCII)));
    }

    /// The number of issues of each code equals its counter.
    @Test
    void issuesAddUpToTheCounters() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            InvalidPolicy onInvalid = seed % 2 == 0 ? InvalidPolicy.KEEP : InvalidPolicy.REJECT;
            StringBuilder part = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                part.append(new String(AnyLine.of(random), ISO_8859_1)).append('\n');
            }
            ParsedPart parsed = PARSER.parse(
                    part.toString().getBytes(ISO_8859_1),
                    1,
                    LineFormat.BLANK_ALIGNED,
                    new LinePolicies(onInvalid, UnreadablePolicy.NULL));
            Map<Counter, Long> counted = new EnumMap<>(Counter.class);
            for (LineIssue issue : parsed.issues()) {
                for (Rejection rejection : Rejection.ALWAYS) {
                    if (rejection.issue() == issue.code()) {
                        counted.merge(rejection.counter(), 1L, Long::sum);
                    }
                }
                for (Flaw flaw : Flaw.values()) {
                    if (flaw.issue() == issue.code()) {
                        counted.merge(flaw.counter(), 1L, Long::sum);
                    }
                }
            }
            for (Counter counter : Counter.values()) {
                if (counted.containsKey(counter)) {
                    assertThat(parsed.counters().of(counter))
                            .as("seed %d", seed)
                            .isEqualTo(counted.get(counter));
                }
            }
            long rejected = parsed.issues().stream()
                    .filter(issue -> issue.rejected() != null)
                    .count();
            assertThat(parsed.counters().of(Counter.TOTAL_REJECTED))
                    .as("seed %d", seed)
                    .isEqualTo(rejected);
        }
    }
}
