package dev.carga.application.receive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.JdkUnpacker;
import dev.carga.application.fake.NoWorkbooks;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveFileTest {

    private static final CuttingRules RULES = new CuttingRules(10, 4096, 256);
    private static final byte[] LINES = Rows.lines(1, 46).getBytes(US_ASCII);
    private static final UnpackingLimits LIMITS = new UnpackingLimits(20, 100_000, 3, 6_000_000);
    private static final String ZSTD_MAGIC = "(\u00B5/\u00FD";

    private final InMemoryStores stores = new InMemoryStores();

    private List<Received> receive(String name, InputStream body) throws IOException {
        RetryPolicy retryPolicy = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));
        DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(new RecordingPartQueue()), 2);
        ReceiveUpload receiveUpload = new ReceiveUpload(
                stores.uploads(),
                dispatchParts::dispatch,
                new ReceivingMemory(RULES, 1 << 20, 1),
                new ReceiveUpload.Ids(UploadId::random, Traces.IDS),
                retryPolicy);
        return new ReceiveFile(receiveUpload, new JdkUnpacker(), new NoWorkbooks(), LIMITS)
                .receive(new IncomingFile(name, UploadOptions.of(DuplicatePolicy.FAIL), null), body);
    }

    private List<Received> receive(String name, byte[] file) throws IOException {
        return receive(name, new ByteArrayInputStream(file));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] zip(Object... namesAndContents) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] zstd(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ZSTD_MAGIC.getBytes(ISO_8859_1));
        out.write(content);
        return out.toByteArray();
    }

    private List<UploadView> kept() {
        return stores.queries().newest(null, 100);
    }

    /// Every file became an upload of five parts, received whole, with these packings.
    private void assertKept(List<Received> received, Packing... packings) {
        assertThat(received).allSatisfy(file -> assertThat(file.result()).isInstanceOf(ReceiveResult.Accepted.class));
        assertThat(kept()).hasSameSizeAs(received).allSatisfy(upload -> {
            assertThat(upload.file()).isEqualTo(ReceptionState.RECEIVED);
            assertThat(upload.parts().total()).isEqualTo(5);
            assertThat(upload.content().bytes()).isEqualTo(LINES.length);
            assertThat(Objects.requireNonNull(upload.content().layout()).packings())
                    .isEqualTo(List.of(packings));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file", "file.pdf", "txt", "file.txt ", "file.docx"})
    void fileWithAnotherExtensionIsRefusedUnread(String name) throws IOException {
        InputStream body = new Failing(new AssertionError("Not to be read"));
        assertThat(receive(name, body))
                .containsExactly(new Received(name, new ReceiveResult.Refused(Reason.WRONG_EXTENSION)));
        assertThat(kept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file.txt", "FILE.TXT", "a.b.Csv", "file.tsv", ".txt", "not-packed.zip", "no-workbook.xls"})
    void unpackedTextIsReceivedWhateverItsExtension(String name) throws IOException {
        assertKept(receive(name, LINES));
        assertThat(kept().getFirst().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file.txt.gz", "file.GZ", "not-named-so.txt"})
    void gzipIsUnpackedWhateverItsExtension(String name) throws IOException {
        assertKept(receive(name, gzip(LINES)), Packing.GZIP);
    }

    @Test
    void gzipMembersAreOneFile() throws IOException {
        byte[] first = gzip(Arrays.copyOf(LINES, 1000));
        byte[] second = gzip(Arrays.copyOfRange(LINES, 1000, LINES.length));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(first);
        both.write(second);
        assertKept(receive("file.gz", both.toByteArray()), Packing.GZIP);
    }

    @Test
    void zstdIsUnpacked() throws IOException {
        assertKept(receive("file.zst", zstd(LINES)), Packing.ZSTD);
    }

    @Test
    void eachFileOfAnArchiveIsAnUpload() throws IOException {
        byte[] archive = zip(
                "a/",
                new byte[0],
                "a/one.txt",
                LINES,
                "__MACOSX/a/._one.txt",
                LINES,
                ".hidden",
                LINES,
                "two.csv",
                LINES);
        List<Received> received = receive("all.zip", archive);
        assertThat(received).extracting(Received::name).containsExactly("all.zip/one.txt", "all.zip/two.csv");
        assertKept(received, Packing.ZIP);
    }

    @Test
    void filePackedTwiceIsUnpackedTwice() throws IOException {
        assertKept(receive("all.zip", zip("one.txt.gz", gzip(LINES))), Packing.ZIP, Packing.GZIP);
    }

    @Test
    void refusedFilesOfAnArchiveAreNamed() throws IOException {
        List<Received> received = receive("all.zip", zip("one.txt", LINES, "two.pdf", LINES, "three.txt", new byte[0]));
        assertThat(received)
                .filteredOn(file -> !(file.result() instanceof ReceiveResult.Accepted))
                .containsExactly(
                        new Received("all.zip/two.pdf", new ReceiveResult.Refused(Reason.WRONG_EXTENSION)),
                        new Received("all.zip/three.txt", new ReceiveResult.Refused(Reason.EMPTY_FILE)));
        assertThat(kept()).hasSize(1);
    }

    @Test
    void entryNamesAreSanitised() throws IOException {
        assertThat(receive("all.zip", zip("../../etc/x\n.txt", LINES)))
                .extracting(Received::name)
                .containsExactly("all.zip/x_.txt");
    }

    @Test
    void archiveWithoutAFileIsRefusedAsEmpty() throws IOException {
        Received empty = new Received("all.zip", new ReceiveResult.Refused(Reason.EMPTY_FILE));
        assertThat(receive("all.zip", zip())).containsExactly(empty);
        assertThat(receive("all.zip", zip("a/", new byte[0]))).containsExactly(empty);
    }

    @Test
    void archiveWithPartsOfAWorkbookIsRefusedAsSpreadsheet() throws IOException {
        assertThat(receive("book.zip", zip("[Content_Types].xml", LINES, "xl/data.csv", LINES)))
                .containsExactly(new Received("book.zip", new ReceiveResult.Refused(Reason.SPREADSHEET)));
        assertThat(kept()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HTML, <html><body>502 Bad Gateway</body></html>",
        "XML, <?xml version='1.0'?><vendas/>",
        "JSON, {\"cpf\":\"041.091.641-25\"}",
        "RTF, {\\rtf1",
        "PDF, %PDF-1.7"
    })
    void otherKindIsNamedHoweverItIsPacked(FileKind kind, String content) throws IOException {
        byte[] file = content.getBytes(US_ASCII);
        for (String name : List.of("file.csv", "page.html", "file.xls")) {
            Received refused = new Received(name, new ReceiveResult.Refused(new FileRefusal.OtherKind(kind)));
            assertThat(receive(name, file)).containsExactly(refused);
            assertThat(receive(name, gzip(file))).containsExactly(refused);
            assertThat(receive(name, zstd(file))).containsExactly(refused);
        }
        assertThat(receive("all.zip", zip("a.csv", file, "b.csv", LINES)))
                .extracting(Received::result)
                .first()
                .isEqualTo(new ReceiveResult.Refused(new FileRefusal.OtherKind(kind)));
        assertThat(kept()).hasSize(1);
    }

    @Test
    void packedTarIsRefusedAsTar() throws IOException {
        byte[] tar = new byte[10_240];
        System.arraycopy("vendas.csv".getBytes(US_ASCII), 0, tar, 0, 10);
        System.arraycopy("ustar\00000".getBytes(US_ASCII), 0, tar, 257, 8);
        System.arraycopy(LINES, 0, tar, 512, LINES.length);
        for (String name : List.of("vendas.tar.gz", "vendas.tgz", "vendas.csv")) {
            assertThat(receive(name, gzip(tar)))
                    .containsExactly(
                            new Received(name, new ReceiveResult.Refused(new FileRefusal.OtherKind(FileKind.TAR))));
        }
        assertThat(kept()).isEmpty();
    }

    @Test
    void filePackedFourTimesIsRefused() throws IOException {
        byte[] file = LINES;
        for (int i = 0; i < 4; i++) {
            file = gzip(file);
        }
        assertThat(receive("file.gz", file))
                .containsExactly(new Received("file.gz", new ReceiveResult.Refused(Reason.PACKED_TOO_OFTEN)));
    }

    private void assertUnreadable(String name, byte[] file, Stop reason) throws IOException {
        assertThat(receive(name, file).getLast()).isEqualTo(new Received(name, new ReceiveResult.Stopped(reason)));
    }

    @Test
    void zipBombIsStoppedHoweverItIsPacked() throws IOException {
        byte[] bomb = "0".repeat(5_000_000).getBytes(US_ASCII);
        assertUnreadable("bomb.gz", gzip(bomb), Stop.EXPANDS_TOO_FAR);
        assertUnreadable("bomb.zip", zip("bomb.txt", bomb), Stop.EXPANDS_TOO_FAR);
        assertUnreadable("bomb.gz", gzip(gzip(bomb)), Stop.EXPANDS_TOO_FAR);
        assertUnreadable("bomb.zip", zip("not-even-taken.pdf", bomb), Stop.EXPANDS_TOO_FAR);
        assertThat(kept()).allSatisfy(upload -> assertThat(upload.file()).isEqualTo(ReceptionState.INTERRUPTED));
    }

    @Test
    void tooLargeFileIsStoppedHoweverItIsPacked() throws IOException {
        byte[] file = Rows.lines(1, 200_000).getBytes(US_ASCII);
        assertThat(file.length).isGreaterThan(6_000_000);
        assertUnreadable("large.txt", file, Stop.TOO_LARGE);
        assertUnreadable("large.gz", gzip(file), Stop.TOO_LARGE);
        assertUnreadable("large.zip", zip("large.txt", file), Stop.TOO_LARGE);
        assertThat(kept()).hasSize(3).allSatisfy(upload -> {
            assertThat(upload.file()).isEqualTo(ReceptionState.INTERRUPTED);
            assertThat(upload.content().bytes()).isLessThanOrEqualTo(6_000_000L);
        });
    }

    @Test
    void smallFileMayExpandFurtherThanTheLimit() throws IOException {
        byte[] file = (Rows.lines(1, 2) + " \n".repeat(40_000)).getBytes(US_ASCII);
        assertThat(file.length / gzip(file).length).isGreaterThan(20);
        assertThat(receive("file.gz", file)).hasSize(1);
    }

    @Test
    void archiveWithTooManyFilesIsStopped() throws IOException {
        List<Object> entries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            entries.addAll(List.of(i + ".txt", LINES));
        }
        assertUnreadable("all.zip", zip(entries.toArray()), Stop.TOO_MANY_FILES);
        assertThat(kept()).hasSize(3);
    }

    @Test
    void truncatedPackageIsStopped() throws IOException {
        byte[] file = gzip(Rows.lines(1, 2_000).getBytes(UTF_8));
        assertUnreadable("file.gz", Arrays.copyOf(file, file.length - 20), Stop.TRUNCATED);
        assertUnreadable("file.gz", Arrays.copyOf(file, 5), Stop.TRUNCATED);
        byte[] archive = zip("file.txt", Rows.lines(1, 2_000).getBytes(UTF_8));
        assertUnreadable("file.zip", Arrays.copyOf(archive, archive.length / 2), Stop.TRUNCATED);
        byte[] two = zip("one.txt", LINES, "two.txt", LINES);
        int second = new String(two, ISO_8859_1).lastIndexOf("PK\u0003\u0004");
        for (int end : List.of(second, second + 3, second + 20, two.length - 30)) {
            assertUnreadable("file.zip", Arrays.copyOf(two, end), Stop.TRUNCATED);
        }
    }

    @Test
    void damagedPackageIsStopped() throws IOException {
        byte[] file = gzip(Rows.lines(1, 2_000).getBytes(UTF_8));
        file[file.length / 2] ^= 0x55;
        assertThat(receive("file.gz", file).getLast().result()).isInstanceOf(ReceiveResult.Stopped.class);
        byte[] sum = gzip(LINES);
        sum[sum.length - 6] ^= 0x55; // of the checksum
        assertUnreadable("file.gz", sum, Stop.DAMAGED);
        assertThat(kept()).allSatisfy(upload -> assertThat(upload.file()).isEqualTo(ReceptionState.INTERRUPTED));
    }

    /// A sender who leaves is not a fault of the package.
    @Test
    void brokenBodyIsNotADamagedPackage() throws IOException {
        byte[] file = gzip(Rows.lines(1, 2_000).getBytes(UTF_8));
        InputStream leaving = new SequenceInputStream(
                new ByteArrayInputStream(file, 0, file.length / 2), new Failing(new IOException("gone")));
        assertThatThrownBy(() -> receive("file.gz", leaving)).hasMessage("gone");
    }

    /// Throws at every read.
    private static final class Failing extends InputStream {
        private final Throwable failure;

        Failing(Throwable failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            throw (AssertionError) failure;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return read();
        }
    }
}
