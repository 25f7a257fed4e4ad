package dev.carga.application.check;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.check.CheckedFile.Wrong;
import dev.carga.application.fake.JdkUnpacker;
import dev.carga.application.fake.NoWorkbooks;
import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.document.Cpf;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.RejectLimit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class CheckFileTest {

    private static final CuttingRules THREE_ROWS = new CuttingRules(3, 4096, 1024);
    private static final String HEADER =
            "cpf;private;incompleto;data_ultima_compra;ticket_medio;ticket_ultima_compra;loja_mais_frequente;"
                    + "loja_ultima_compra\n";
    private static final LoadingRules STRICT = LoadingRules.of(DuplicatePolicy.FAIL);

    private static final CheckFile CHECK = new CheckFile(
            receiveUpload -> new ReceiveFile(
                    receiveUpload, new JdkUnpacker(), new NoWorkbooks(), ReceiveFile.UnpackingLimits.DEFAULT),
            THREE_ROWS,
            SeenCpfs::ofFew,
            () -> DateRange.ANY);

    private static String line(int root) {
        return line(root, "10,50");
    }

    private static String line(int root, String ticket) {
        return Cpf.ofRoot(root).text() + ";0;1;2011-11-23;" + ticket + ";NULL;79.379.491/0008-50;NULL\n";
    }

    private static CheckedFile check(String text) throws IOException {
        return check(STRICT, text);
    }

    private static CheckedFile check(LoadingRules rules, String text) throws IOException {
        List<CheckedFile> files = checkAll(rules, "a.csv", text.getBytes(UTF_8));
        assertThat(files).hasSize(1);
        return files.getFirst();
    }

    private static List<CheckedFile> checkAll(LoadingRules rules, String name, byte[] file) throws IOException {
        return CHECK.check(new FileToCheck(name, rules, LayoutOptions.NONE, 5), new ByteArrayInputStream(file));
    }

    private static LoadingRules tolerating(String rejects, String flaws) {
        return new LoadingRules(
                DuplicatePolicy.FAIL,
                InvalidPolicy.KEEP,
                UnreadablePolicy.NULL,
                RejectLimit.parse(rejects).orElseThrow(),
                RejectLimit.parse(flaws).orElseThrow(),
                AbortPolicy.KEEP,
                false);
    }

    @Test
    void cleanFileHasItsRowsAndNothingWrong() throws IOException {
        CheckedFile file = check(HEADER + line(9) + line(8) + line(7) + line(6) + line(5) + line(4) + line(3));

        assertThat(file.wrong()).isEmpty();
        assertThat(file.result()).isInstanceOf(ReceiveResult.Accepted.class);
        assertThat(Objects.requireNonNull(file.layout()).separator()).isEqualTo(Separator.SEMICOLON);
        assertThat(file.counters().of(Counter.TOTAL_ADDED)).isEqualTo(7);
        assertThat(file.firstRows()).extracting(Purchase::line).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(file.firstRows().getFirst().cpf()).isEqualTo(Cpf.ofRoot(9));
        assertThat(file.firstRows().getFirst().ticketMedio()).isEqualByComparingTo("10.50");
        assertThat(file.issues()).isEmpty();
    }

    @Test
    void issuesAreCountedWithTheirFirstThreeLines() throws IOException {
        StringBuilder text = new StringBuilder(HEADER + line(1) + "too;few\n");
        for (int i = 2; i <= 6; i++) {
            text.append(line(i, "x" + i));
        }
        CheckedFile file = check(text.toString());

        assertThat(file.wrong()).containsExactly(Wrong.REJECTS, Wrong.FLAWS);
        assertThat(file.counters().of(Counter.TOTAL_FLAWED)).isEqualTo(5);
        assertThat(file.issues())
                .extracting(CheckedFile.Issues::code)
                .containsExactly(IssueCode.WRONG_COLUMNS, IssueCode.INVALID_TICKET_MEDIO);
        CheckedFile.Issues rejects = file.issues().getFirst();
        assertThat(rejects.rejected()).isTrue();
        assertThat(rejects.first())
                .extracting(issue -> new String(Objects.requireNonNull(issue.rejected()), UTF_8))
                .containsExactly("too;few");
        CheckedFile.Issues tickets = file.issues().getLast();
        assertThat(tickets.rejected()).isFalse();
        assertThat(tickets.column()).isEqualTo(Column.TICKET_MEDIO);
        assertThat(tickets.count()).isEqualTo(5);
        assertThat(tickets.first()).extracting(LineIssue::line).containsExactly(4L, 5L, 6L);
        assertThat(tickets.first()).extracting(LineIssue::value).containsExactly("x2", "x3", "x4");
    }

    @Test
    void limitsOfTheRulesDecideWhatIsWrong() throws IOException {
        String text = HEADER + line(1) + "x\n" + line(2, "x") + line(3);

        assertThat(check(tolerating("1", "25%"), text).wrong()).isEmpty();
        assertThat(check(tolerating("0", "25%"), text).wrong()).containsExactly(Wrong.REJECTS);
        assertThat(check(tolerating("25%", "24%"), text).wrong()).containsExactly(Wrong.FLAWS);
    }

    @Test
    void repeatedCpfIsADuplicateInAnyPart() throws IOException {
        CheckedFile file = check(HEADER + line(1) + line(2) + line(1) + line(3) + line(2) + line(4) + line(1));

        assertThat(file.wrong()).containsExactly(Wrong.DUPLICATES);
        assertThat(file.lines().duplicates()).isEqualTo(3);
        assertThat(file.lines().firstDuplicates()).containsExactly(4L, 6L, 8L);
        assertThat(file.lines().everyCpfCompared()).isTrue();
    }

    @Test
    void repeatedInvalidCpfIsADuplicate() throws IOException {
        String invalid = "111.111.111-11;0;0;NULL;NULL;NULL;NULL;NULL\n";
        assertThat(check(HEADER + invalid + invalid).lines().duplicates()).isEqualTo(1);
    }

    @Test
    void fileWithoutRowsIsWrong() throws IOException {
        assertThat(check(HEADER).wrong()).containsExactly(Wrong.NO_ROWS);
        assertThat(check(HEADER + "x\n").wrong()).containsExactly(Wrong.NO_ROWS, Wrong.REJECTS);
    }

    @Test
    void refusedFileHasItsRefusal() throws IOException {
        CheckedFile header = check("cpf;nome;idade\n1;2;3\n");
        assertThat(header.result())
                .isInstanceOfSatisfying(
                        ReceiveResult.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(FileRefusal.WrongHeader.class));
        assertThat(header.wrong()).containsExactly(Wrong.NOT_READ);
        assertThat(header.layout()).isNull();
    }

    @Test
    void eachFileOfAnArchiveIsChecked() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 1; i <= 2; i++) {
                zip.putNextEntry(new ZipEntry(i + ".csv"));
                zip.write((HEADER + line(1) + "x\n".repeat(i - 1)).getBytes(UTF_8));
                zip.closeEntry();
            }
            zip.putNextEntry(new ZipEntry("leia.pdf"));
            zip.closeEntry();
        }
        List<CheckedFile> files = checkAll(STRICT, "a.zip", bytes.toByteArray());

        assertThat(files).extracting(CheckedFile::name).containsExactly("a.zip/1.csv", "a.zip/2.csv", "a.zip/leia.pdf");
        assertThat(files)
                .extracting(CheckedFile::wrong)
                .containsExactly(List.of(), List.of(Wrong.REJECTS), List.of(Wrong.NOT_READ));
    }

    @Test
    void truncatedFileIsCheckedAsFarAsItCanBeRead() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 1; i <= 10_000; i++) {
            text.append(line(i));
        }
        byte[] packed = gzip(text.toString());
        CheckedFile file = checkAll(STRICT, "a.csv.gz", Arrays.copyOf(packed, packed.length - 100))
                .getFirst();

        assertThat(file.result()).isEqualTo(new ReceiveResult.Stopped(ReceiveResult.Stop.TRUNCATED));
        assertThat(file.wrong()).containsExactly(Wrong.NOT_READ);
        assertThat(file.counters().of(Counter.TOTAL_ADDED)).isBetween(1000L, 9999L);
    }

    @Test
    void brokenBodyThrows() {
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream((HEADER + line(1)).getBytes(UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("Gone");
                    }

                    @Override
                    public int read(byte[] bytes, int from, int length) throws IOException {
                        throw new IOException("Gone");
                    }
                });
        assertThatThrownBy(() -> CHECK.check(new FileToCheck("a.csv", STRICT, LayoutOptions.NONE, 5), broken))
                .hasMessage("Gone");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    private static CheckedFile preview(String name, byte[] head, boolean whole) throws IOException {
        return new PreviewFile(CHECK, new FileStart(new JdkUnpacker()))
                .preview(new FileToCheck(name, List.of(), STRICT, LayoutOptions.NONE, PreviewFile.ROWS, whole), head)
                .getFirst();
    }

    @Test
    void incompleteLastLineOfAHeadIsIgnored() throws IOException {
        byte[] head = (HEADER + line(1) + line(2).substring(0, 20)).getBytes(UTF_8);

        CheckedFile preview = preview("a.csv", head, false);
        assertThat(preview.wrong()).isEmpty();
        assertThat(preview.whole()).isFalse();
        assertThat(preview.firstRows()).hasSize(1);
        assertThat(preview("a.csv", head, true).wrong()).containsExactly(Wrong.REJECTS);
    }

    @Test
    void incompleteLastLineIsIgnoredInUtf16AndWithCrLineEnds() throws IOException {
        String text = HEADER + line(1) + line(2);
        byte[] wide = ("\uFEFF" + text).getBytes(UTF_16LE);
        assertThat(preview("a.csv", Arrays.copyOf(wide, wide.length - 21), false)
                        .firstRows())
                .hasSize(1);
        byte[] mac = text.replace('\n', '\r').getBytes(UTF_8);
        assertThat(preview("a.csv", Arrays.copyOf(mac, mac.length - 10), false).firstRows())
                .hasSize(1);
    }

    @Test
    void packedHeadIsUnpackedAsFarAsPossible() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 1; i <= 5000; i++) {
            text.append(line(i));
        }
        byte[] packed = gzip(text.toString());
        CheckedFile preview = preview("a.csv.gz", Arrays.copyOf(packed, packed.length / 2), false);

        assertThat(preview.wrong()).isEmpty();
        assertThat(Objects.requireNonNull(preview.layout()).packings()).containsExactly(Packing.GZIP);
        assertThat(preview.firstRows()).hasSize(PreviewFile.ROWS);
        assertThat(preview("a.csv.gz", Arrays.copyOf(packed, 8), false).result())
                .isEqualTo(new ReceiveResult.Stopped(ReceiveResult.Stop.TRUNCATED));
    }

    @Test
    void firstFileInTheHeadOfAnArchiveIsPreviewed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("__MACOSX/._1.csv"));
            zip.write(0);
            zip.putNextEntry(new ZipEntry("1.csv"));
            zip.write((HEADER + line(1) + line(2)).getBytes(UTF_8));
            zip.putNextEntry(new ZipEntry("2.csv"));
            zip.write(new byte[1000]);
        }
        CheckedFile preview = preview("a.zip", Arrays.copyOf(bytes.toByteArray(), bytes.size() - 200), false);

        assertThat(preview.name()).isEqualTo("a.zip/1.csv");
        assertThat(preview.firstRows()).hasSize(2);
        assertThat(Objects.requireNonNull(preview.layout()).packings()).containsExactly(Packing.ZIP);
    }
}
