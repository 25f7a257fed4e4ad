package dev.carga.bootstrap.packages;

import static dev.carga.bootstrap.packages.Packed.all;
import static dev.carga.bootstrap.packages.Packed.gzip;
import static dev.carga.bootstrap.packages.Packed.zip;
import static dev.carga.bootstrap.packages.Packed.zstd;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.application.fake.Rows;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.report.UploadView;
import dev.carga.bootstrap.packages.Packed.Stored;
import dev.carga.domain.upload.ReceptionState;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A package of two pieces that is truncated at any byte, or has any byte changed. No upload of it ends as
/// received with incomplete content, and no response reports success while a file is missing.
class DamagedPackagesTest {

    private static final byte[] FIRST = Rows.lines(1, 14).getBytes(US_ASCII);
    private static final byte[] SECOND = Rows.lines(14, 25).getBytes(US_ASCII);
    private static final int[] CHANGES = {0x01, 0x80, 0xFF};

    private final CompressUnpacker packages = new CompressUnpacker();

    /// With fewer bytes it cannot be recognised as a package.
    private static final int SIGNATURE = 4;

    /// @param spared the first bytes, which are not changed: without them it counts as text
    /// @param seam   the end of the first piece, if the bytes before it are a complete package; else 0
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Case(String name, byte[] file, int spared, int seam, List<byte[]> contents) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> packages() {
        List<byte[]> one = List.of(all(FIRST, SECOND));
        List<byte[]> two = List.of(FIRST, SECOND);
        int behind = Packed.LENGTH_BEHIND;
        return Stream.of(
                new Case("gzip", all(gzip(FIRST), gzip(SECOND)), 0, gzip(FIRST).length, one),
                new Case("zstd", all(zstd(FIRST), zstd(SECOND)), 0, zstd(FIRST).length, one),
                new Case("zip", zip("a.csv", FIRST, "b.csv", SECOND), 0, 0, two),
                new Case("stored", zip(Stored.of("a.csv", 0, FIRST), Stored.of("b.csv", 0, SECOND)), SIGNATURE, 0, two),
                new Case(
                        "stored, lengths behind",
                        zip(Stored.of("a.csv", behind, FIRST), Stored.of("b.csv", behind, SECOND)),
                        SIGNATURE,
                        0,
                        two),
                new Case("gzip in gzip", gzip(all(gzip(FIRST), gzip(SECOND))), 0, 0, one),
                new Case("gzip in zip", zip("a.gz", all(gzip(FIRST), gzip(SECOND))), 0, 0, one));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void completePackageIsReceived(Case whole) throws IOException {
        assertThat(receive(whole, whole.file)).isEqualTo(whole.contents.size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void truncatedPackageIsNeverTakenForComplete(Case whole) throws IOException {
        for (int length = SIGNATURE; length < whole.file.length; length++) {
            if (length == whole.seam) {
                continue;
            }
            assertThat(receive(whole, Arrays.copyOf(whole.file, length)))
                    .as("the first %d bytes", length)
                    .isNegative();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packages")
    void changedPackageIsNeverTakenForComplete(Case whole) throws IOException {
        for (int place = whole.spared; place < whole.file.length; place++) {
            for (int change : CHANGES) {
                byte[] changed = whole.file.clone();
                changed[place] ^= (byte) change;
                assertThat(receive(whole, changed))
                        .as("byte %d changed by %x", place, change)
                        .isIn(-1, whole.contents.size()); // as where it was the time of the last change
            }
        }
    }

    /// @return how many files were received, or -1 if the response reports a file that was not
    private int receive(Case whole, byte[] file) throws IOException {
        Receiving receiving = new Receiving(packages, UnpackingLimits.DEFAULT);
        List<Received> received = receiving.receive("file.zip", file);
        List<String> sums =
                whole.contents.stream().map(DamagedPackagesTest::sha256).toList();
        assertThat(receiving.kept())
                .filteredOn(upload -> upload.file() == ReceptionState.RECEIVED)
                .extracting(UploadView::content)
                .allSatisfy(content -> assertThat(content.sha256()).isIn(sums));
        boolean all = received.stream().allMatch(each -> each.result() instanceof ReceiveResult.Accepted);
        return all ? received.size() : -1;
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has it", e);
        }
    }
}
