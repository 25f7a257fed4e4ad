package dev.carga.application.receive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.ResendLostParts;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.load.LoadPart;
import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.TraceParent;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.Dialect;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.dialect.NumberStyle;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LegacyStatus;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveUploadTest {

    private static final int ROWS_OF_A_PART = 10;
    private static final int WINDOW = 2;

    /// An offset behind the head by which the layout of a file is recognised.
    private static final int BEHIND_THE_HEAD = 90_000;
    private static final CuttingRules RULES = new CuttingRules(ROWS_OF_A_PART, 4096, 256);
    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));
    private static final String HEADER = "CPF PRIVATE INCOMPLETO DATA_ULTIMA_COMPRA TICKET_MEDIO TICKET_ULTIMA_COMPRA"
            + " LOJA_MAIS_FREQUENTE LOJA_ULTIMA_COMPRA\n";
    private static final IncomingFile FILE = new IncomingFile("file.txt", UploadOptions.of(DuplicatePolicy.FAIL), null);

    private final InMemoryStores stores = new InMemoryStores();
    private final RecordingPartQueue queue = new RecordingPartQueue();
    private final DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(queue), WINDOW);
    private final UploadId upload = UploadId.random();

    @Test
    void fileNameIsStoredUnchanged() throws IOException {
        IncomingFile file = new IncomingFile("a.b.Csv", UploadOptions.of(DuplicatePolicy.FAIL), null);
        assertThat(receiveUpload().receive(file, body(Rows.lines(1, 5))))
                .isEqualTo(new ReceiveResult.Accepted(upload, 1));
        assertThat(report().name()).isEqualTo("a.b.Csv");
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        assertThat(receive(new byte[0])).isEqualTo(new ReceiveResult.Refused(Reason.EMPTY_FILE));
        assertNothingIsKept();
    }

    @Test
    void binaryFileIsRefused() throws IOException {
        byte[] zip = ("PK\u0003\u0004" + Rows.lines(1, 100)).getBytes(US_ASCII);
        assertThat(receive(zip)).isEqualTo(new ReceiveResult.Refused(new FileRefusal.OtherKind(FileKind.ZIP)));
        assertNothingIsKept();
    }

    @Test
    void utf32IsRefused() throws IOException {
        assertThat(receive(("\uFEFF" + Rows.lines(1, 100)).getBytes(Charset.forName("UTF-32BE"))))
                .isEqualTo(new ReceiveResult.Refused(Reason.WIDE_TEXT));
        assertNothingIsKept();
    }

    @Test
    void headerWithWrongColumnsIsRefusedByName() throws IOException {
        assertThat(receive("CPF nome\n" + Rows.lines(1, 100)))
                .extracting(result -> ((ReceiveResult.Refused) result).refusal())
                .isInstanceOfSatisfying(FileRefusal.WrongHeader.class, refusal -> {
                    assertThat(refusal.header().unknown()).containsExactly("nome");
                    assertThat(refusal.header().missing()).hasSize(7);
                });
        assertNothingIsKept();
    }

    @Test
    void manyBlankLinesDoNotHideTheHeader() throws IOException {
        String file = "\r\n".repeat(10_000)
                + HEADER.replace(" ", ";")
                + Rows.lines(1, 46).replaceAll(" +", ";");
        assertThat(receive(file)).isEqualTo(new ReceiveResult.Accepted(upload, 5));
        loadAll();
        assertRowsAre(1, 46);
        assertThat(stores.rows()).allMatch(row -> row.line() > 10_001);
    }

    @Test
    void fileThatCorrectsAnUnknownUploadIsRefused() throws IOException {
        IncomingFile file =
                new IncomingFile("a.txt", UploadOptions.of(DuplicatePolicy.FAIL).correcting(UploadId.random()), null);
        assertThat(receiveUpload().receive(file, body(Rows.lines(1, 5))))
                .isEqualTo(new ReceiveResult.Refused(Reason.UNKNOWN_CORRECTED_UPLOAD));
        assertNothingIsKept();
    }

    /// A file of few lines does not show its dialect.
    @Test
    void fileNamedAsRejectsHasTheLayoutOfTheCorrectedUpload() throws IOException {
        UploadId corrected = UploadId.random();
        Dialect dialect = new Dialect(
                new NumberStyle(DecimalMark.POINT, true),
                NumberStyle.UNDECIDED,
                DateStyle.DAY_FIRST,
                BooleanWords.USUAL,
                NullWords.USUAL,
                DateRange.ANY);
        Layout layout = new Layout(
                List.of(),
                TextEncoding.WINDOWS_1252,
                Separator.BLANKS,
                FileColumns.ALL,
                true,
                1,
                Layout.LineEnd.LF,
                dialect,
                null,
                Layout.Sample.NONE,
                List.of());
        stores.uploads()
                .open(
                        corrected,
                        new UploadStore.Opening(
                                "base.txt", layout, UploadOptions.of(DuplicatePolicy.FAIL), Traces.TRACE));
        IncomingFile file =
                new IncomingFile("rejects-" + corrected + ".txt", UploadOptions.of(DuplicatePolicy.FAIL), null);

        assertThat(receiveUpload().receive(file, body(HEADER + Rows.lines(1, 5))))
                .isEqualTo(new ReceiveResult.Accepted(upload, 1));

        UploadView summary = stores.queries().summary(upload).orElseThrow();
        assertThat(summary.chain().corrects()).isEqualTo(corrected);
        Layout read = Objects.requireNonNull(summary.content().layout());
        assertThat(read.dialect()).isEqualTo(dialect);
        assertThat(read.encoding()).isEqualTo(TextEncoding.WINDOWS_1252);
    }

    @Test
    void headerWithoutAnEndIsRefused() throws IOException {
        assertThat(receive("CPF;" + "x;".repeat(50_000))).isEqualTo(new ReceiveResult.Refused(Reason.HEADER_TOO_LONG));
        assertNothingIsKept();
    }

    /// The upload also shows what was recognised.
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE"})
    void everyEncodingAndLayoutGivesTheSameRows(String charset) throws IOException {
        String header =
                HEADER.replace(" ", ";").replace("TICKET_MEDIO", "Ticket Médio").replace("\n", "\r");
        String lines = Rows.lines(1, 46).strip().replaceAll(" +", ";").replace("\n", "\r");
        assertThat(receive((header + lines).getBytes(Charset.forName(charset))))
                .isEqualTo(new ReceiveResult.Accepted(upload, 5));
        loadAll();
        assertRowsAre(1, 46);
        Layout layout = Objects.requireNonNull(
                stores.queries().summary(upload).orElseThrow().content().layout());
        assertThat(layout.encoding().key()).isEqualTo(charset);
        assertThat(layout.separator()).isEqualTo(Separator.SEMICOLON);
        assertThat(layout.columns().columns()).isEqualTo(Column.ALL);
        assertThat(layout.columns().fields())
                .extracting(FileColumns.Field::name)
                .contains("CPF", "Ticket Médio");
        assertThat(layout.header()).isTrue();
        assertThat(layout.headLines()).isEqualTo(1);
        assertThat(layout.lineEnd()).isEqualTo(Layout.LineEnd.CR);
    }

    @Test
    void fileIsCutIntoStoredParts() throws IOException {
        assertThat(receive(HEADER + Rows.lines(1, 46))).isEqualTo(new ReceiveResult.Accepted(upload, 5));
        assertThat(report().state()).isEqualTo(ReceptionState.RECEIVED);
        assertThat(report().parts())
                .extracting(LegacyStatusView.PartReport::number)
                .containsExactly(1, 2, 3, 4, 5);
        loadAll();
        assertRowsAre(1, 46);
        assertThat(stores.rows()).as("line after the header").allMatch(row -> row.line() > 1);
        assertThat(report().counters().of(Counter.TOTAL_ADDED)).isEqualTo(45);
        assertThat(report().status()).isEqualTo(LegacyStatus.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {HEADER, "\n \n", " ", HEADER + "\n\n"})
    void fileWithoutRowsIsAcceptedWithoutParts(String file) throws IOException {
        assertThat(receive(file)).isEqualTo(new ReceiveResult.Accepted(upload, 0));
        assertThat(report().status()).isEqualTo(LegacyStatus.COMPLETED);
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void partsAreQueuedUpToTheWindowOnly() throws IOException {
        receive(Rows.lines(1, 51));
        assertThat(queue.takeSent()).containsExactly(ref(1), ref(2));
        assertThat(report().parts())
                .extracting(LegacyStatusView.PartReport::state)
                .containsExactly(
                        new PartState.Queued(),
                        new PartState.Queued(),
                        new PartState.Received(),
                        new PartState.Received(),
                        new PartState.Received());
    }

    @Test
    void workersBeginWhileTheRestIsOnTheWire() throws IOException {
        String file = Rows.lines(1, 1_001);
        InputStream body = new Body(file, read -> {
            if (read >= file.length()) {
                assertThat(report().state()).isEqualTo(ReceptionState.RECEIVING);
                assertThat(queue.takeSent()).containsExactly(ref(1), ref(2));
            }
        });
        receiveUpload().receive(FILE, body);
        assertThat(queue.takeSent()).isEmpty();
    }

    @Test
    void bodyIsNotClosed() throws IOException {
        InputStream body = new ByteArrayInputStream(Rows.lines(1, 5).getBytes(US_ASCII)) {
            @Override
            public void close() {
                throw new AssertionError("The caller closes it");
            }
        };
        assertThat(receiveUpload().receive(FILE, body)).isInstanceOf(ReceiveResult.Accepted.class);
    }

    @Test
    void fileThatBreaksOffIsInterruptedAndItsWholePartsAreLoaded() {
        assertThatThrownBy(() -> receiveUpload().receive(FILE, breakingOff(2_000, BEHIND_THE_HEAD, 0)))
                .isInstanceOf(IOException.class)
                .hasMessage("The sender is gone");
        assertThat(report().state()).isEqualTo(ReceptionState.INTERRUPTED);
        int parts = report().parts().size();
        assertThat(parts).isGreaterThan(10);
        loadAll();
        assertRowsAre(1, 1 + parts * ROWS_OF_A_PART);
        assertThat(report().status()).isEqualTo(LegacyStatus.INCOMPLETE);
    }

    @Test
    void fileThatBreaksOffInItsFirstBytesIsNotKept() {
        assertThatThrownBy(() -> receiveUpload().receive(FILE, breakingOff(1_000, 100, 0)))
                .isInstanceOf(IOException.class);
        assertNothingIsKept();
    }

    @Test
    void interruptionIsStoredEvenIfTheStoreIsAwayAtThatMoment() {
        assertThatThrownBy(() -> receiveUpload().receive(FILE, breakingOff(2_000, BEHIND_THE_HEAD, 5)))
                .isInstanceOf(IOException.class);
        stores.failNextCalls(0);
        assertThat(report().state()).isEqualTo(ReceptionState.INTERRUPTED);
    }

    @Test
    void outagesOfTheStoreLoseAndDoubleNothing() throws IOException {
        stores.failNextCalls(3);
        InputStream body = new Body(HEADER + Rows.lines(1, 1_001), _ -> stores.failNextCalls(3));
        assertThat(receiveUpload().receive(FILE, body)).isEqualTo(new ReceiveResult.Accepted(upload, 100));
        stores.failNextCalls(0);
        loadAll();
        assertRowsAre(1, 1_001);
        assertThat(report().counters().of(Counter.TOTAL_ADDED)).isEqualTo(1_000);
    }

    @Test
    void lostResponsesOfTheStoreStoreEachPartOnce() throws IOException {
        UploadStore mute = new LossyStore(stores.uploads());
        ReceiveResult result = receiveUpload(mute, SHORT).receive(FILE, body(Rows.lines(1, 101)));
        assertThat(result).isEqualTo(new ReceiveResult.Accepted(upload, 10));
        assertThat(report().state()).isEqualTo(ReceptionState.RECEIVED);
        loadAll();
        assertRowsAre(1, 101);
    }

    @Test
    void storeThatStaysAwayThrowsAndLeavesWholeParts() {
        RetryPolicy little = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(30));
        InputStream body = new Body(Rows.lines(1, 2_001), read -> {
            if (read > BEHIND_THE_HEAD) {
                stores.failNextCalls(Integer.MAX_VALUE);
            }
        });
        assertThatThrownBy(() -> receiveUpload(stores.uploads(), little).receive(FILE, body))
                .isInstanceOf(InfrastructureException.Transient.class);
        stores.failNextCalls(0);
        assertThat(report().state()).isNotEqualTo(ReceptionState.RECEIVED);
        int parts = report().parts().size();
        loadAll();
        assertRowsAre(1, 1 + parts * ROWS_OF_A_PART);
    }

    @Test
    void uploadCancelledWhileReceivingEndsEarly() throws IOException {
        InputStream body = new Body(Rows.lines(1, 2_001), read -> {
            if (read > BEHIND_THE_HEAD) {
                stores.control().withdraw(upload, Withdrawal.CANCELLED);
            }
        });
        assertThat(receiveUpload(stores.uploads(), SHORT).receive(FILE, body))
                .isEqualTo(new ReceiveResult.Ended(upload, null));
        assertThat(report().state()).isEqualTo(ReceptionState.INTERRUPTED);
        loadAll();
        assertThat(stores.rows()).isEmpty();
    }

    @Test
    void uploadCancelledAfterItsLastPartEndsEarly() throws IOException {
        UploadStore cancelling = new LossyStore(stores.uploads()) {
            @Override
            public Optional<String> abortion(UploadId upload) {
                return Optional.empty();
            }

            @Override
            public ReceptionState close(UploadId id, ReceptionState end, long bytes, @Nullable String sha256) {
                stores.control().withdraw(id, Withdrawal.CANCELLED);
                return super.close(id, end, bytes, sha256);
            }
        };
        assertThat(receiveUpload(cancelling, SHORT).receive(FILE, body(Rows.lines(1, 11))))
                .isEqualTo(new ReceiveResult.Ended(upload, null));
    }

    @Test
    void receivedUploadHasBytesAndSha256OfTheFile() throws Exception {
        byte[] file = (HEADER + Rows.lines(1, 101)).getBytes(US_ASCII);
        receiveUpload(stores.uploads(), SHORT).receive(FILE, new ByteArrayInputStream(file));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        UploadView.Content content =
                stores.queries().summary(upload).orElseThrow().content();
        assertThat(content.bytes()).isEqualTo(file.length);
        assertThat(content.sha256()).isEqualTo(digest);
    }

    @Test
    void fileIsInProgressUntilItIsReceived() throws IOException {
        ReceiveUpload receiveUpload = receiveUpload(stores.uploads(), SHORT);
        List<Collection<UploadId>> seen = new ArrayList<>();
        InputStream body = new Body(Rows.lines(1, 21), read -> {
            if (read > 0) {
                seen.add(receiveUpload.inProgress());
            }
        });
        receiveUpload.receive(FILE, body);
        assertThat(seen.getLast()).containsExactly(upload);
        assertThat(receiveUpload.inProgress()).isEmpty();
    }

    @Test
    void permanentFailureOfTheStoreInterruptsTheUpload() {
        UploadStore full = new LossyStore(stores.uploads()) {
            @Override
            public boolean add(UploadId id, CutPart part) {
                if (part.number() == 4) {
                    throw new InfrastructureException.Permanent("The disk is full", null);
                }
                return super.add(id, part);
            }
        };
        assertThatThrownBy(() -> receiveUpload(full, SHORT).receive(FILE, body(Rows.lines(1, 101))))
                .isInstanceOf(InfrastructureException.Permanent.class);
        assertThat(report().state()).isEqualTo(ReceptionState.INTERRUPTED);
        loadAll();
        assertRowsAre(1, 31);
    }

    @Test
    void uploadHasTheTraceOfItsSender() throws IOException {
        receiveUpload()
                .receive(
                        new IncomingFile("file.txt", UploadOptions.of(DuplicatePolicy.FAIL), Traces.TRACE),
                        body(Rows.lines(1, 11)));
        assertThat(trace()).isEqualTo(Traces.TRACE);
    }

    @Test
    void uploadWithoutATraceOfItsSenderBeginsOne() throws IOException {
        receiveUpload().receive(FILE, body(Rows.lines(1, 11)));
        TraceParent trace = Objects.requireNonNull(trace());
        assertThat(queue.takeMessages())
                .extracting(message -> Objects.requireNonNull(message.trace()).traceId())
                .containsExactly(trace.traceId());
    }

    private @Nullable TraceParent trace() {
        return stores.queries().summary(upload).orElseThrow().trace();
    }

    @Test
    void fileIsReceivedWhileTheQueueIsAway() throws IOException {
        queue.setAway(true);
        assertThat(receive(Rows.lines(1, 51))).isEqualTo(new ReceiveResult.Accepted(upload, 5));
        assertThat(queue.takeSent()).isEmpty();
        queue.setAway(false);
        loadAll();
        assertRowsAre(1, 51);
    }

    @Test
    void concurrentFilesDoNotMix() throws Exception {
        ReceiveUpload receiveUpload = new ReceiveUpload(
                stores.uploads(),
                dispatchParts::dispatch,
                new ReceivingMemory(RULES, 1 << 30, 1),
                new ReceiveUpload.Ids(UploadId::random, Traces.IDS),
                SHORT);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<ReceiveResult>> results = IntStream.of(1, 1_001)
                    .mapToObj(from ->
                            threads.submit(() -> receiveUpload.receive(FILE, body(Rows.lines(from, from + 1_000)))))
                    .toList();
            for (Future<ReceiveResult> result : results) {
                assertThat(result.get())
                        .isInstanceOfSatisfying(
                                ReceiveResult.Accepted.class,
                                accepted -> assertThat(accepted.parts()).isEqualTo(100));
            }
        }
        loadAll();
        assertRowsAre(1, 2_001);
    }

    private ReceiveUpload receiveUpload() {
        return receiveUpload(stores.uploads(), SHORT);
    }

    private ReceiveUpload receiveUpload(UploadStore store, RetryPolicy retryPolicy) {
        return new ReceiveUpload(
                store,
                dispatchParts::dispatch,
                new ReceivingMemory(RULES, 1 << 30, 1),
                new ReceiveUpload.Ids(() -> upload, Traces.IDS),
                retryPolicy);
    }

    private ReceiveResult receive(String file) throws IOException {
        return receive(file.getBytes(US_ASCII));
    }

    private ReceiveResult receive(byte[] file) throws IOException {
        return receiveUpload().receive(FILE, new ByteArrayInputStream(file));
    }

    private static InputStream body(String file) {
        return new ByteArrayInputStream(file.getBytes(US_ASCII));
    }

    /// A file of this many rows that breaks off after this many bytes; then the store is away for some calls,
    /// too.
    private InputStream breakingOff(int rows, int afterBytes, int storeIsAwayFor) {
        return new Body(Rows.lines(1, 1 + rows), read -> {
            if (read >= afterBytes) {
                stores.failNextCalls(storeIsAwayFor);
                throw new IOException("The sender is gone");
            }
        });
    }

    private LegacyStatusView report() {
        return stores.queries().legacyStatus(upload).orElseThrow();
    }

    private PartRef ref(int number) {
        return new PartRef(upload, number);
    }

    private void assertNothingIsKept() {
        assertThat(stores.queries().legacyStatus(upload)).isEmpty();
        assertThat(queue.takeSent()).isEmpty();
    }

    private void assertRowsAre(int from, int to) {
        assertThat(stores.rows())
                .extracting((Purchase row) -> row.cpf().text())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(from, to).mapToObj(Rows::cpf).toList());
    }

    /// Does the work of the workers: loads the parts that were sent, and those that were found unsent, until
    /// none is left.
    private void loadAll() {
        LoadPart loadPart = new LoadPart(
                new LoadPart.Dependencies(
                        stores.loader(), stores.attempts(), LoadPart.DEFAULT_ATTEMPTS, new PartParser(256)),
                dispatchParts,
                SHORT,
                () -> false);
        ResendLostParts resendLostParts =
                new ResendLostParts(stores.backlog(), Traces.sender(queue), dispatchParts, WINDOW, Duration.ZERO);
        List<TracedPart> sent = queue.takeMessages();
        do {
            sent.forEach(loadPart::handle);
            resendLostParts.resend();
            sent = queue.takeMessages();
        } while (!sent.isEmpty());
    }

    /// An action before each read of a body.
    @FunctionalInterface
    private interface BeforeRead {
        /// @param read how many bytes were read before
        void run(int read) throws IOException;
    }

    /// A body that is read in pieces of at most a thousand bytes, with an action before each and before its
    /// end.
    private static final class Body extends InputStream {

        private final byte[] bytes;
        private final BeforeRead beforeRead;
        private int read;

        Body(String file, BeforeRead beforeRead) {
            this.bytes = file.getBytes(US_ASCII);
            this.beforeRead = beforeRead;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("A file is not read byte by byte");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            beforeRead.run(read);
            if (read == bytes.length) {
                return -1;
            }
            int piece = Math.min(Math.min(1_000, length), bytes.length - read);
            System.arraycopy(bytes, read, into, offset, piece);
            read += piece;
            return piece;
        }
    }

    /// Executes each call, but every other response is lost.
    private static class LossyStore implements UploadStore {

        private final UploadStore store;
        private int calls;

        LossyStore(UploadStore store) {
            this.store = store;
        }

        @Override
        public void open(UploadId id, Opening opening) {
            store.open(id, opening);
            loseEveryOtherResponse();
        }

        @Override
        public boolean add(UploadId id, CutPart part) {
            boolean added = store.add(id, part);
            loseEveryOtherResponse();
            return added;
        }

        @Override
        public Optional<Corrected> corrected(UploadId upload) {
            return store.corrected(upload);
        }

        @Override
        public Optional<String> abortion(UploadId upload) {
            return Optional.empty();
        }

        @Override
        public ReceptionState close(UploadId id, ReceptionState end, long bytes, @Nullable String sha256) {
            ReceptionState holds = store.close(id, end, bytes, sha256);
            loseEveryOtherResponse();
            return holds;
        }

        private void loseEveryOtherResponse() {
            if (calls++ % 2 == 0) {
                throw new InfrastructureException.Transient("The connection was cut", null);
            }
        }
    }
}
