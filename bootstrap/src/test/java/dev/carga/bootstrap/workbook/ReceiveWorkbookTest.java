package dev.carga.bootstrap.workbook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.EmptyBacklog;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.JdkUnpacker;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.receive.IncomingFile;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Workbooks from upload to stored parts.
class ReceiveWorkbookTest {

    private static final long ALLOWED_BYTES = 24L << 20;
    private static final List<String> HEADER = List.of(
            "CPF",
            "Private",
            "Incompleto",
            "Data da Última Compra",
            "Ticket Médio",
            "Ticket da Última Compra",
            "Loja Mais Frequente",
            "Loja da Última Compra");

    private final InMemoryStores stores = new InMemoryStores();

    @TempDir
    Path folder;

    @AfterEach
    void noTemporaryFileIsLeft() throws IOException {
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private List<Received> receive(UploadStore store, String name, byte[] file, @Nullable String sheet)
            throws IOException {
        RetryPolicy retryPolicy = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));
        ReceiveUpload receiveUpload = new ReceiveUpload(
                store,
                new DispatchParts(new EmptyBacklog(), Traces.sender(new RecordingPartQueue()), 2)::dispatch,
                new ReceivingMemory(CuttingRules.DEFAULT, 1 << 30, 1),
                new ReceiveUpload.Ids(UploadId::random, Traces.IDS),
                retryPolicy);
        LayoutOptions layout = new LayoutOptions(null, null, null, null, null, false, false, sheet);
        UploadOptions options = new UploadOptions(LoadingRules.of(DuplicatePolicy.FAIL), layout, true, null, null);
        StaxWorkbookReader workbooks =
                new StaxWorkbookReader(new StaxWorkbookReader.WorkbookLimits(64 << 20, 8 << 20, 1), folder);
        return new ReceiveFile(receiveUpload, new JdkUnpacker(), workbooks, UnpackingLimits.DEFAULT)
                .receive(new IncomingFile(name, options, null), new ByteArrayInputStream(file));
    }

    private List<Received> receive(String name, byte[] file) throws IOException {
        return receive(stores.uploads(), name, file, null);
    }

    /// As exported by a program: documents and amounts as numbers, days as dates, words for yes and no.
    private static byte[] export() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "Test", "1.0")) {
            Worksheet sheet = book.newWorksheet("Clientes");
            sheet.value(0, 0, "Relatório de clientes");
            for (int i = 0; i < HEADER.size(); i++) {
                sheet.value(2, i, HEADER.get(i));
            }
            row(sheet, 3, 41091064000L);
            sheet.value(3, 7, 79379491000850L);
            row(sheet, 4, 1000000028L); // 010.000.000-28
        }
        return out.toByteArray();
    }

    private static void row(Worksheet sheet, int row, long cpf) {
        sheet.value(row, 0, cpf);
        sheet.value(row, 1, "Sim");
        sheet.value(row, 2, "Não");
        sheet.value(row, 3, LocalDate.of(2011, 12, 23));
        sheet.style(row, 3).format("dd/mm/yyyy").set();
        sheet.value(row, 4, 143.5);
        sheet.style(row, 4).format("\"R$\" #,##0.00").set();
        sheet.value(row, 5, 1234.123456789);
        sheet.value(row, 6, 191L); // the CNPJ 00.000.000/0001-91
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return out.toByteArray();
    }

    private Layout layout() {
        return Objects.requireNonNull(
                stores.queries().newest(null, 1).getFirst().content().layout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"clientes.xlsx", "clientes.XLSM", "clientes.csv", "clientes.zip"})
    void workbookIsRecognisedByItsContentWhateverItsName(String name) throws IOException {
        byte[] book = Books.xlsx("<row><c><v>1</v></c></row>");
        assertThat(receive(name, book).getFirst().result()).isInstanceOf(ReceiveResult.Accepted.class);
        assertThat(layout().packings()).containsExactly(Packing.XLSX);
        assertThat(layout().sheet()).isEqualTo("Clientes");
    }

    @Test
    void workbookInAnArchiveIsRead() throws IOException {
        byte[] book = Books.ods("<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/>"
                + "</table:table-row>");
        assertThat(receive("a.zip", zip("clientes.ods", book)))
                .singleElement()
                .satisfies(file -> assertThat(file.result()).isInstanceOf(ReceiveResult.Accepted.class));
        assertThat(layout().packings()).containsExactly(Packing.ZIP, Packing.ODS);
    }

    @Test
    void archiveThatStartsLikeAWorkbookIsStillAnArchive() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("settings.xml", "one.csv")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("1;2\n".getBytes(ISO_8859_1));
            }
        }
        List<Received> received = receive("a.zip", out.toByteArray());
        assertThat(received).extracting(Received::name).containsExactly("a.zip/settings.xml", "a.zip/one.csv");
        assertThat(received.getLast().result()).isInstanceOf(ReceiveResult.Accepted.class);
        assertThat(layout().packings()).containsExactly(Packing.ZIP);
        assertThat(layout().sheet()).isNull();
    }

    @Test
    void missingSheetIsRefused() throws IOException {
        assertThat(receive(stores.uploads(), "a.xlsx", Books.xlsx(""), "Vendas"))
                .containsExactly(new Received(
                        "a.xlsx", new ReceiveResult.Refused(new FileRefusal.UnknownSheet(List.of("Clientes")))));
    }

    @Test
    void workbookWithoutARowIsEmpty() throws IOException {
        assertThat(receive("a.xlsx", Books.xlsx("<row r=\"3\"/>")))
                .containsExactly(new Received("a.xlsx", new ReceiveResult.Refused(Reason.EMPTY_FILE)));
    }

    @Test
    void encryptedWorkbookIsDistinguishedFromAnOldOne() throws IOException {
        String magic = "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1";
        byte[] old = (magic + "\0".repeat(200_000)).getBytes(ISO_8859_1);
        assertThat(receive("a.xlsx", old))
                .containsExactly(
                        new Received("a.xlsx", new ReceiveResult.Refused(new FileRefusal.OtherKind(FileKind.OLE))));
        byte[] name = "EncryptedPackage".getBytes(UTF_16LE);
        for (int place : List.of(512, 65_530, 131_100, old.length - name.length)) {
            byte[] encrypted = old.clone();
            System.arraycopy(name, 0, encrypted, place, name.length);
            assertThat(receive("a.xlsx", encrypted))
                    .containsExactly(new Received("a.xlsx", new ReceiveResult.Refused(Reason.PROTECTED_WORKBOOK)));
        }
    }

    @Test
    void damagedWorkbookGivesNoRow() throws IOException {
        byte[] book = Books.zip(Map.of("xl/workbook.xml", "<workbook"));
        assertThat(receive("a.xlsx", book))
                .containsExactly(new Received("a.xlsx", new ReceiveResult.Stopped(Stop.DAMAGED)));
        byte[] half = Arrays.copyOf(export(), 1000);
        assertThat(receive("a.xlsx", half))
                .containsExactly(new Received("a.xlsx", new ReceiveResult.Stopped(Stop.TRUNCATED)));
        assertThat(stores.queries().newest(null, 1)).isEmpty();
    }

    @Test
    void workbookDamagedInItsMiddleIsInterrupted() throws IOException {
        byte[] book = Books.xlsx("<row><c><v>1</v></c></row>".repeat(60_000) + "<row r=\"1\"/>");
        assertThat(receive("a.xlsx", book))
                .containsExactly(new Received("a.xlsx", new ReceiveResult.Stopped(Stop.DAMAGED)));
        assertThat(stores.queries().newest(null, 1).getFirst().file()).isEqualTo(ReceptionState.INTERRUPTED);
    }

    @Test
    void valuesOfAnExportAreRight() throws IOException {
        assertThat(receive("clientes.xlsx", export()).getFirst().result()).isInstanceOf(ReceiveResult.Accepted.class);
        UploadId id = stores.queries().newest(null, 1).getFirst().id();
        List<Purchase> rows = new ArrayList<>();
        for (CutPart part : stores.cutParts(id)) {
            rows.addAll(new PartParser(64 << 10)
                    .parse(part.bytes(), part.firstLine(), layout().lineFormat())
                    .rows());
        }
        assertThat(rows).extracting(row -> row.cpf().text()).containsExactly("010.000.000-28", "410.910.640-00");
        assertThat(rows).extracting(Purchase::line).containsExactly(5L, 4L);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.isPrivate()).isTrue();
            assertThat(row.incompleto()).isFalse();
            assertThat(row.dataUltimaCompra()).isEqualTo(LocalDate.of(2011, 12, 23));
            assertThat(row.ticketMedio()).isEqualByComparingTo(new BigDecimal("143.5"));
            assertThat(row.ticketUltimaCompra()).isEqualByComparingTo(new BigDecimal("1234.123456789"));
            assertThat(Objects.requireNonNull(row.lojaMaisFrequente()).text()).isEqualTo("00.000.000/0001-91");
        });
    }

    @Test
    void largeSheetTakesNoMoreMemoryThanAPart() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rows = 200_000;
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> part : Books.xlsxParts("%").entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                String[] halves = part.getValue().split("%", 2);
                zip.write(halves[0].getBytes(ISO_8859_1));
                if (halves.length == 2) {
                    writeRows(zip, rows);
                    zip.write(halves[1].getBytes(ISO_8859_1));
                }
            }
        }
        MeasuringStore store = new MeasuringStore();
        assertThat(receive(store, "large.xlsx", out.toByteArray(), null)
                        .getFirst()
                        .result())
                .isInstanceOf(ReceiveResult.Accepted.class);
        assertThat(store.lines).isEqualTo(rows);
        assertThat(store.most - store.least).isLessThan(ALLOWED_BYTES);
    }

    private static void writeRows(OutputStream out, int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            out.write(("<row><c><v>%d</v></c><c><v>0</v></c><c><v>1</v></c><c t=\"d\"><v>2011-12-23</v></c>"
                            + "<c><v>%d.25</v></c><c><v>%d.125</v></c><c t=\"inlineStr\"><is><t>79.379.491/0008-50</t></is>"
                            + "</c><c><v>%d</v></c></row>")
                    .formatted(10_000_000_000L + i, i, i, 79_379_491_000_850L)
                    .getBytes(ISO_8859_1));
        }
    }

    /// Discards what it receives, and measures how much of the heap is in use.
    private static final class MeasuringStore implements UploadStore {

        private long lines;
        private long least = Long.MAX_VALUE;
        private long most;

        @Override
        public void open(UploadId upload, Opening opening) {}

        @Override
        public boolean add(UploadId upload, CutPart part) {
            for (byte b : part.bytes()) {
                lines += b == '\n' ? 1 : 0;
            }
            Runtime runtime = Runtime.getRuntime();
            System.gc();
            long used = runtime.totalMemory() - runtime.freeMemory();
            least = Math.min(least, used);
            most = Math.max(most, used);
            return true;
        }

        @Override
        public Optional<String> abortion(UploadId upload) {
            return Optional.empty();
        }

        @Override
        public Optional<Corrected> corrected(UploadId upload) {
            return Optional.empty();
        }

        @Override
        public ReceptionState close(UploadId upload, ReceptionState end, long fileBytes, @Nullable String sha256) {
            return end;
        }
    }
}
