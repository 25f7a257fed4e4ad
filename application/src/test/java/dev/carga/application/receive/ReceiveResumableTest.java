package dev.carga.application.receive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.HoldingDigest;
import dev.carga.application.fake.InMemoryReceivingMeter;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.receive.ReceiveResumable.AppendResult;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveResumableTest {

    private static final CuttingRules RULES = new CuttingRules(50, 16 << 10, 256);
    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(50));
    private static final UploadOptions OPTIONS = UploadOptions.of(DuplicatePolicy.FAIL);
    private static final long MAX_BYTES = 1 << 20;
    private static final String HEADER = "CPF;PRIVATE;INCOMPLETO;DATA_ULTIMA_COMPRA;TICKET_MEDIO;TICKET_ULTIMA_COMPRA;"
            + "LOJA_MAIS_FREQUENTE;LOJA_ULTIMA_COMPRA\n";

    private final InMemoryStores stores = new InMemoryStores();
    private final DispatchParts dispatchParts =
            new DispatchParts(stores.backlog(), Traces.sender(new RecordingPartQueue()), 2);
    private final ReceivingMemory memory = new ReceivingMemory(RULES, 1 << 30, 4);
    private final ReceiveUpload.Ids ids = new ReceiveUpload.Ids(UploadId::random, Traces.IDS);
    private final InMemoryReceivingMeter meter = new InMemoryReceivingMeter();
    private final ReceiveResumable receive = new ReceiveResumable(
            new ReceiveResumable.Dependencies(
                    stores.resumables(),
                    stores.uploads(),
                    memory,
                    ids,
                    HoldingDigest.FACTORY,
                    () -> DateRange.ANY,
                    MAX_BYTES,
                    Duration.ofDays(1)),
            dispatchParts,
            SHORT,
            meter);

    private UploadId created(@Nullable Long length) {
        return receive.create("base.txt", OPTIONS, null, length, "filename YmFzZQ==");
    }

    @Test
    void correctingFileIsReadWithTheLayoutOfTheCorrectedUpload() throws IOException {
        byte[] file = (HEADER + "041.091.641-25;0;0;;;;;\n").getBytes(US_ASCII);
        UploadId corrected = UploadId.random();
        Layout layout =
                Layout.plain(TextEncoding.WINDOWS_1252, Separator.SEMICOLON, FileColumns.ALL, true, Layout.LineEnd.LF);
        stores.uploads().open(corrected, new UploadStore.Opening("base.txt", layout, OPTIONS, Traces.TRACE));
        String name = "rejects-" + corrected + ".txt";
        UploadId upload = receive.create(name, OPTIONS, null, (long) file.length, "filename YmFzZQ==");

        receive.append(upload, 0, null, body(file, 0, 20));
        receive.append(upload, 20, null, body(file, 20, file.length));

        UploadView summary = stores.queries().summary(upload).orElseThrow();
        assertThat(summary.chain().corrects()).isEqualTo(corrected);
        assertThat(Objects.requireNonNull(summary.content().layout()).encoding())
                .isEqualTo(TextEncoding.WINDOWS_1252);
    }

    @Test
    void fileThatCorrectsAnUnknownUploadIsRefused() throws IOException {
        byte[] file = (HEADER + "041.091.641-25;0;0;;;;;\n").getBytes(US_ASCII);
        UploadId upload = receive.create(
                "base.txt", OPTIONS.correcting(UploadId.random()), null, (long) file.length, "filename YmFzZQ==");
        assertThat(receive.append(upload, 0, null, body(file, 0, file.length)))
                .isEqualTo(new AppendResult.FileRefused(
                        "base.txt", new ReceiveResult.Refused(Reason.UNKNOWN_CORRECTED_UPLOAD)));
    }

    private static InputStream body(byte[] file, int from, int to) {
        return new ByteArrayInputStream(file, from, to - from);
    }

    /// Gives these bytes in small reads, and breaks off.
    private static InputStream breaking(byte[] file, int from, int to) {
        InputStream whole = body(file, from, to);
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = whole.read(bytes, offset, Math.min(length, 1 + (offset + length) % 4096));
                if (read < 0) {
                    throw new IOException("The sender is gone");
                }
                return read;
            }
        };
    }

    private static AppendResult.UploadOffset offset(AppendResult result) {
        assertThat(result).isInstanceOf(AppendResult.UploadOffset.class);
        return (AppendResult.UploadOffset) result;
    }

    private static byte[] file(Random random) {
        String lines = Rows.lines(1, 200 + random.nextInt(1_800));
        String text = switch (random.nextInt(4)) {
            case 0 -> lines;
            case 1 -> HEADER + lines.replaceAll(" +", ";");
            case 2 -> "\n\n" + HEADER + lines.replaceAll(" +", ";").replace("\n", "\n\n");
            default -> lines.replaceFirst(" ", " " + "x".repeat(400));
        };
        String ended = text.replace("\n", List.of("\n", "\r\n", "\r").get(random.nextInt(3)));
        String charset =
                List.of("UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252").get(random.nextInt(4));
        byte[] bytes = ((charset.startsWith("UTF") ? "\uFEFF" : "") + ended).getBytes(Charset.forName(charset));
        return random.nextBoolean() ? bytes : Arrays.copyOf(bytes, bytes.length - random.nextInt(5));
    }

    /// The upload of a file that is received in one request.
    private UploadView received(byte[] file, UploadId upload) throws IOException {
        ReceiveUpload plain = new ReceiveUpload(
                stores.uploads(),
                dispatchParts::dispatch,
                memory,
                new ReceiveUpload.Ids(() -> upload, Traces.IDS),
                SHORT);
        plain.receive(new IncomingFile("base.txt", OPTIONS, null), body(file, 0, file.length));
        return stores.queries().summary(upload).orElseThrow();
    }

    @Test
    void fileInAnyPiecesGivesTheSamePartsAsTheWholeFile() throws IOException {
        for (int seed = 0; seed < 80; seed++) {
            Random random = new Random(seed);
            byte[] file = file(random);
            boolean lengthLater = random.nextInt(4) == 0;
            UploadId upload = created(lengthLater ? null : Long.valueOf(file.length));
            sendInPieces(file, upload, lengthLater, random);

            UploadId plain = UploadId.random();
            UploadView expected = received(file, plain);
            UploadView summary = stores.queries().summary(upload).orElseThrow();
            assertThat(summary.content()).as("seed %d", seed).isEqualTo(expected.content());
            assertThat(summary.file()).as("seed %d", seed).isEqualTo(expected.file());
            assertThat(stores.cutParts(upload))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(stores.cutParts(plain));
        }
    }

    private void sendInPieces(byte[] file, UploadId upload, boolean lengthLater, Random random) throws IOException {
        int at = 0;
        while (at < file.length) {
            int to = Math.min(file.length, at + 1 + random.nextInt(random.nextBoolean() ? 40 : 20_000));
            @Nullable Long length = lengthLater && to == file.length ? Long.valueOf(file.length) : null;
            if (random.nextInt(3) == 0) {
                InputStream body = breaking(file, at, to);
                long from = at;
                assertThatThrownBy(() -> receive.append(upload, from, length, body))
                        .isInstanceOf(IOException.class);
                assertThat(offset(receive.find(upload)).received()).isEqualTo(to);
                if (to == file.length) {
                    assertThat(receive.append(upload, to, null, body(file, to, to)))
                            .isInstanceOf(AppendResult.UploadOffset.class);
                }
            } else {
                assertThat(offset(receive.append(upload, at, length, body(file, at, to)))
                                .received())
                        .isEqualTo(to);
            }
            at = to;
        }
        assertThat(offset(receive.find(upload)).isWhole()).isTrue();
    }

    @Test
    void partsAreDispatchedBeforeTheRestOfTheFileComes() throws IOException {
        byte[] file = Rows.lines(1, 3000).getBytes(UTF_8);
        UploadId upload = created((long) file.length);
        AppendResult.UploadOffset half = offset(receive.append(upload, 0, null, body(file, 0, file.length / 2)));
        assertThat(half.isWhole()).isFalse();
        assertThat(stores.backlog().countQueued()).isEqualTo(2);
        assertThat(stores.queries().summary(upload).orElseThrow().state()).isEqualTo(UploadState.RECEIVING);
    }

    @Test
    void takingOverEndsTheWriterAndTheReturnedOffsetHolds() throws IOException {
        byte[] file = Rows.lines(1, 2000).getBytes(UTF_8);
        UploadId upload = created((long) file.length);
        long[] returned = new long[1];
        InputStream body = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                if (returned[0] == 0 && pos > file.length / 2) {
                    returned[0] = offset(receive.takeOver(upload)).received();
                }
                return super.read(bytes, offset, Math.min(length, 1000));
            }
        };
        assertThat(receive.append(upload, 0, null, body)).isEqualTo(new AppendResult.TakenOver());
        assertThat(returned[0]).isPositive();
        assertThat(offset(receive.find(upload)).received()).isEqualTo(returned[0]);
        assertThat(offset(receive.append(upload, returned[0], null, body(file, (int) returned[0], file.length)))
                        .isWhole())
                .isTrue();
        assertThat(stores.queries().summary(upload).orElseThrow().content().sha256())
                .isEqualTo(sha256(file));
    }

    @Test
    void findingAnUploadDoesNotEndItsWriter() throws IOException {
        byte[] file = Rows.lines(1, 2000).getBytes(UTF_8);
        UploadId upload = created((long) file.length);
        InputStream body = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                assertThat(receive.find(upload)).isInstanceOf(AppendResult.UploadOffset.class);
                return super.read(bytes, offset, Math.min(length, 10_000));
            }
        };
        assertThat(offset(receive.append(upload, 0, null, body)).isWhole()).isTrue();
    }

    @Test
    void bodyForAnotherOffsetIsRefused() throws IOException {
        UploadId upload = created(100L);
        receive.append(upload, 0, null, body(new byte[] {'0', '4'}, 0, 2));
        assertThat(receive.append(upload, 0, null, body(new byte[1], 0, 1))).isEqualTo(new AppendResult.WrongOffset(2));
        assertThat(receive.append(upload, 3, null, body(new byte[1], 0, 1))).isEqualTo(new AppendResult.WrongOffset(2));
        assertThat(offset(receive.find(upload)).received()).isEqualTo(2);
    }

    @Test
    void bodyLongerThanTheFileIsRefused() throws IOException {
        UploadId upload = created(10L);
        assertThat(receive.append(upload, 0, null, body(new byte[11], 0, 11)))
                .isEqualTo(new AppendResult.BodyExceedsFile(10));
        assertThat(receive.append(upload, 0, 11L, body(new byte[11], 0, 11)))
                .isEqualTo(new AppendResult.LengthConflict(10));
        assertThat(offset(receive.find(upload)).received()).isZero();
    }

    @Test
    void cancelledUploadIsGone() throws IOException {
        UploadId upload = created(100L);
        stores.control().withdraw(upload, Withdrawal.CANCELLED);
        assertThat(receive.find(upload)).isEqualTo(new AppendResult.Gone());
        assertThat(receive.append(upload, 0, null, body(new byte[1], 0, 1))).isEqualTo(new AppendResult.Gone());
        assertThat(receive.find(UploadId.random())).isEqualTo(new AppendResult.Unknown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PK\u0003\u0004", "\u001f\u008b", "(\u00b5/\u00fd"})
    void packedFileIsRefusedAndItsUploadDropped(String magic) throws IOException {
        byte[] file = (magic + "x".repeat(9000)).getBytes(Charset.forName("ISO-8859-1"));
        UploadId upload = created((long) file.length);
        assertThat(receive.append(upload, 0, null, body(file, 0, file.length)))
                .isEqualTo(new AppendResult.FileRefused(
                        "base.txt", new ReceiveResult.Refused(Reason.PACKED_NOT_RESUMABLE)));
        assertThat(receive.find(upload)).isEqualTo(new AppendResult.Unknown());
        assertThat(stores.queries().summary(upload)).isEmpty();
    }

    @Test
    void tooLargeFileEndsItsUpload() throws IOException {
        byte[] file = Rows.lines(1, 20_000).getBytes(UTF_8);
        assertThat((long) file.length).isGreaterThan(MAX_BYTES);
        UploadId upload = created(null);
        assertThat(receive.append(upload, 0, null, body(file, 0, file.length)))
                .isEqualTo(new AppendResult.FileRefused(
                        "base.txt", new ReceiveResult.Stopped(ReceiveResult.Stop.TOO_LARGE)));
        assertThat(receive.find(upload)).isEqualTo(new AppendResult.Gone());
    }

    @Test
    void uploadResumesAtTheLastDurableByteAfterAnOutageOfTheStore() throws IOException {
        byte[] file = Rows.lines(1, 3000).getBytes(UTF_8);
        UploadId upload = created((long) file.length);
        InputStream body = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                if (pos > file.length / 2) {
                    stores.failNextCalls(1_000_000);
                }
                return super.read(bytes, offset, Math.min(length, 1000));
            }
        };
        assertThatThrownBy(() -> receive.append(upload, 0, null, body)).isInstanceOf(InfrastructureException.class);
        stores.failNextCalls(0);
        int received = (int) offset(receive.find(upload)).received();
        assertThat(received).isPositive();
        receive.append(upload, received, null, body(file, received, file.length));
        assertThat(stores.queries().summary(upload).orElseThrow().content().sha256())
                .isEqualTo(sha256(file));
    }

    @Test
    void wholeFileIsClosedByTheNextRequestIfItsOwnDidNot() throws IOException {
        byte[] file = Rows.lines(1, 100).getBytes(UTF_8);
        UploadId upload = created((long) file.length);
        assertThatThrownBy(() -> receive.append(upload, 0, null, breaking(file, 0, file.length)))
                .isInstanceOf(IOException.class);
        assertThat(offset(receive.takeOver(upload)).isWhole()).isTrue();
        assertThat(stores.queries().summary(upload).orElseThrow().content().sha256())
                .isEqualTo(sha256(file));
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
