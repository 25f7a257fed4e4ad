package dev.carga.bootstrap.packages;

import static dev.carga.bootstrap.packages.Packed.all;
import static dev.carga.bootstrap.packages.Packed.gzip;
import static dev.carga.bootstrap.packages.Packed.zip;
import static dev.carga.bootstrap.packages.Packed.zstd;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.fake.Rows;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.bootstrap.packages.Packed.Stored;
import dev.carga.domain.upload.ReceptionState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;

class PackagesTest {

    private static final byte[] LINES = Rows.lines(1, 46).getBytes(US_ASCII);
    private static final byte[] MORE = Rows.lines(46, 90).getBytes(US_ASCII);

    /// More lines than are needed to recognise the file.
    private static final byte[] MANY = Rows.lines(1, 1_000).getBytes(US_ASCII);

    private static final UnpackingLimits LIMITS = new UnpackingLimits(20, 100_000, 3, 60_000_000);

    private final Receiving receiving = new Receiving(new CompressUnpacker(), LIMITS);

    private void assertReceived(byte[] file, byte[]... contents) throws IOException {
        assertThat(receiving.receive("file.zip", file))
                .hasSize(contents.length)
                .allSatisfy(each -> assertThat(each.result()).isInstanceOf(ReceiveResult.Accepted.class));
        assertThat(receiving.kept())
                .allSatisfy(upload -> assertThat(upload.file()).isEqualTo(ReceptionState.RECEIVED))
                .extracting(upload -> upload.content().bytes())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(contents).map(each -> (long) each.length).toList());
    }

    private void assertStopped(byte[] file, Stop reason) throws IOException {
        assertThat(receiving.receive("file.zip", file).getLast())
                .isEqualTo(new Received("file.zip", new ReceiveResult.Stopped(reason)));
    }

    private void assertInterrupted(byte[] file, Stop reason) throws IOException {
        assertStopped(file, reason);
        assertThat(receiving.kept())
                .isNotEmpty()
                .allSatisfy(upload -> assertThat(upload.file()).isEqualTo(ReceptionState.INTERRUPTED));
    }

    @Test
    void allMembersAreOneFile() throws IOException {
        assertReceived(all(gzip(LINES), gzip(new byte[0]), gzip(MORE)), all(LINES, MORE));
    }

    @Test
    void allFramesAreOneFile() throws IOException {
        assertReceived(all(zstd(LINES), zstd(new byte[0]), zstd(MORE)), all(LINES, MORE));
    }

    @Test
    void truncatedLaterMemberInterrupts() throws IOException {
        byte[] second = gzip(MORE);
        for (int length : List.of(2, 5, 10, 15, second.length - 1)) {
            assertInterrupted(all(gzip(MANY), Arrays.copyOf(second, length)), Stop.TRUNCATED);
        }
        byte[] frame = zstd(MORE);
        for (int length : List.of(4, 20, frame.length - 1)) {
            assertInterrupted(all(zstd(MANY), Arrays.copyOf(frame, length)), Stop.TRUNCATED);
        }
    }

    @Test
    void bytesBehindTheLastMemberInterrupt() throws IOException {
        byte[] noise = new byte[300];
        new Random(1).nextBytes(noise);
        for (byte[] behind : List.of(noise, LINES, new byte[512], new byte[1], "PK".getBytes(US_ASCII))) {
            assertInterrupted(all(gzip(MANY), behind), Stop.DAMAGED);
        }
        assertInterrupted(all(zstd(MANY), noise), Stop.DAMAGED);
        assertInterrupted(all(zstd(MANY), new byte[512]), Stop.DAMAGED);
        assertInterrupted(all(zstd(MANY), gzip(MORE)), Stop.DAMAGED);
    }

    @Test
    void endlessNameInAMemberIsNotHeldInMemory() throws IOException {
        byte[] head = {0x1F, (byte) 0x8B, 8, 8, 0, 0, 0, 0, 0, 3};
        byte[] name = new byte[8 << 20];
        Arrays.fill(name, (byte) 'a');
        assertStopped(all(head, name), Stop.UNSUPPORTED);
    }

    @Test
    void namesOfEntriesMayBeInAnyEncoding() throws IOException {
        for (String charset : List.of("IBM437", "IBM850", "UTF-8")) {
            assertThat(receiving.receive("a.zip", zip(Charset.forName(charset), "relatório-às-três.csv", LINES)))
                    .extracting(Received::name)
                    .containsExactly("a.zip/relatório-às-três.csv");
        }
        Stored unsaid = Stored.of("relatório.csv", 0, LINES);
        assertThat(receiving.receive("a.zip", zip(unsaid)))
                .extracting(Received::name)
                .containsExactly("a.zip/relatório.csv");
        Stored odd = new Stored("x\u00FF.csv".getBytes(ISO_8859_1), Packed.NAME_IN_UTF8, ZipEntry.STORED, LINES);
        assertThat(receiving.receive("a.zip", zip(odd)))
                .allSatisfy(each -> assertThat(each.result()).isInstanceOf(ReceiveResult.Accepted.class));
    }

    @Test
    void storedEntriesAreRead() throws IOException {
        assertReceived(zip(Stored.of("a.csv", 0, LINES), Stored.of("b.csv", 0, MORE)), LINES, MORE);
    }

    @Test
    void storedEntriesWithTheirLengthBehindThemAreRead() throws IOException {
        int bits = Packed.LENGTH_BEHIND;
        assertReceived(zip(Stored.of("a.csv", bits, LINES), Stored.of("b.csv", bits, MORE)), LINES, MORE);
    }

    @Test
    void storedEntryOfUnknownLengthIsNotHeldInMemory() throws IOException {
        byte[] large = new byte[9 << 20];
        Arrays.fill(large, (byte) '\n');
        assertStopped(zip(Stored.of("a.csv", Packed.LENGTH_BEHIND, large)), Stop.UNSUPPORTED);
    }

    @Test
    void zip64IsRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            zip.setUseZip64(Zip64Mode.Always);
            for (byte[] content : List.of(LINES, MORE)) {
                zip.putArchiveEntry(new ZipArchiveEntry(content.length + ".csv"));
                zip.write(content);
                zip.closeArchiveEntry();
            }
            zip.setComment("a comment");
        }
        assertReceived(out.toByteArray(), LINES, MORE);
    }

    @Test
    void encryptedEntryIsRefusedBeforeAnythingIsStored() throws IOException {
        assertStopped(zip(Stored.of("a.csv", Packed.ENCRYPTED, LINES)), Stop.ENCRYPTED);
        Stored behind = new Stored("a.csv".getBytes(UTF_8), Packed.ENCRYPTED | Packed.LENGTH_BEHIND, 99, LINES);
        assertStopped(zip(behind), Stop.ENCRYPTED);
        assertThat(receiving.kept()).isEmpty();
    }

    @Test
    void unknownMethodIsRefused() throws IOException {
        for (int method : List.of(1, 14, 93, 95, 98, 1234)) {
            Stored entry = new Stored("a.csv".getBytes(UTF_8), 0, method, LINES);
            assertStopped(zip(entry), Stop.UNSUPPORTED);
        }
        assertThat(receiving.kept()).isEmpty();
    }

    @Test
    void fileBeforeAnEncryptedOneIsReceived() throws IOException {
        assertStopped(zip(Stored.of("a.csv", 0, LINES), Stored.of("b.csv", Packed.ENCRYPTED, MORE)), Stop.ENCRYPTED);
        assertThat(receiving.kept())
                .singleElement()
                .satisfies(upload -> assertThat(upload.file()).isEqualTo(ReceptionState.RECEIVED));
    }

    @Test
    void archiveWithoutDirectoryOrWithTrailingBytesIsStopped() throws IOException {
        byte[] archive = zip("a.csv", LINES);
        int directory = new String(archive, ISO_8859_1).indexOf("PK\1\2");
        for (int end : List.of(directory, directory + 10, archive.length - 1)) {
            assertStopped(Arrays.copyOf(archive, end), Stop.TRUNCATED);
        }
        assertStopped(all(archive, zip("b.csv", MORE)), Stop.DAMAGED);
        assertStopped(all(archive, new byte[1]), Stop.DAMAGED);
        assertStopped(gzip(all(archive, new byte[100_000])), Stop.DAMAGED);
    }

    /// As left by a program that changes an archive in place.
    @Test
    void entryMissingFromTheDirectoryIsStopped() throws IOException {
        byte[] changed = zip(Stored.of("a.csv", 0, LINES), Stored.of("b.csv", 0, MORE));
        changed[changed.length - 22 + 10] = 1;
        assertStopped(changed, Stop.DAMAGED);
    }

    @Test
    void bombIsStoppedAtEveryDepth() throws IOException {
        byte[] bomb = "0".repeat(5_000_000).getBytes(US_ASCII);
        for (byte[] packed : List.of(
                gzip(bomb),
                zstd(bomb),
                zip("bomb.txt", bomb),
                zip("not-even-taken.bin", bomb),
                gzip(gzip(bomb)),
                gzip(zip("bomb.txt", bomb)),
                zip("bomb.gz", gzip(bomb)),
                zstd(zip("bomb.zst", zstd(bomb))))) {
            assertStopped(packed, Stop.EXPANDS_TOO_FAR);
        }
    }

    @Test
    @SuppressWarnings("InputStreamSlowMultibyteRead") // the test reads byte by byte on purpose
    void abortedUploadIsNotTakenForADamagedPackage() {
        for (byte[] file : List.of(gzip(LINES), zstd(LINES), zip("a.csv", LINES))) {
            InputStream leaving =
                    new SequenceInputStream(new ByteArrayInputStream(file, 0, file.length / 2), new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw new IOException("gone");
                        }
                    });
            assertThatThrownBy(() -> receiving.receive("file.zip", leaving)).hasMessage("gone");
        }
    }
}
