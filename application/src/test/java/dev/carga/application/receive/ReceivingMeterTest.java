package dev.carga.application.receive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.application.InfrastructureException;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.InMemoryReceivingMeter;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.JdkUnpacker;
import dev.carga.application.fake.NoWorkbooks;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.fake.Rows;
import dev.carga.application.receive.ReceivingMeter.End;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// The calls of the meter while files are received.
class ReceivingMeterTest {

    private static final CuttingRules RULES = new CuttingRules(10, 4096, 256);
    private static final RetryPolicy SHORT =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(1));
    private static final RetryPolicy NONE = new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);

    /// 120 parts and a half. Longer than the head from which the layout of a file is recognised.
    private static final String FILE = Rows.lines(1, 1_206);

    private final InMemoryStores stores = new InMemoryStores();
    private final InMemoryReceivingMeter meter = new InMemoryReceivingMeter();
    private final UploadId upload = UploadId.random();

    @Test
    void receivedFileIsCountedWithItsBytesAndParts() throws IOException {
        String file = "\n" + Rows.lines(1, 36);

        receive("file.txt", body(file), SHORT);

        assertThat(meter.ends()).containsExactly(End.RECEIVED);
        assertThat(meter.bytes()).isEqualTo(file.length());
        assertThat(meter.storing()).hasSize(4);
        assertThat(meter.inFlight()).isZero();
    }

    @Test
    void timeRunsFromTheFirstByteToTheResult() throws IOException {
        InputStream slow = then(body(FILE), () -> {
            assertThat(meter.inFlight()).isEqualTo(1);
            sleep(30);
        });

        receive("file.txt", slow, SHORT);

        assertThat(meter.receiving().getFirst()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }

    @Test
    void storingTimeIncludesRetries() throws IOException {
        RetryPolicy retries = new RetryPolicy(Duration.ofMillis(40), Duration.ofMillis(40), Duration.ofMinutes(1));
        AtomicBoolean away = new AtomicBoolean(true);
        UploadStore awayOnce = new UploadStore() {
            @Override
            public void open(UploadId id, Opening opening) {
                stores.uploads().open(id, opening);
            }

            @Override
            public boolean add(UploadId id, CutPart part) {
                if (away.getAndSet(false)) {
                    throw new InfrastructureException.Transient("The store is away", null);
                }
                return stores.uploads().add(id, part);
            }

            @Override
            public Optional<Corrected> corrected(UploadId upload) {
                return Optional.empty();
            }

            @Override
            public Optional<String> abortion(UploadId upload) {
                return Optional.empty();
            }

            @Override
            public ReceptionState close(UploadId id, ReceptionState end, long bytes, @Nullable String sha256) {
                return stores.uploads().close(id, end, bytes, sha256);
            }
        };

        receive(awayOnce, "file.txt", body(Rows.lines(1, 6)), retries);

        assertThat(meter.storing()).hasSize(1);
        assertThat(meter.storing().getFirst()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }

    @Test
    void refusedFileIsCountedWithoutBytes() throws IOException {
        receive("file.txt", body("CPF x\n" + Rows.lines(1, 11)), SHORT);
        receive("file.txt", body(""), SHORT);
        new ReceiveFile(
                        receiveUpload(stores.uploads(), SHORT),
                        new JdkUnpacker(),
                        new NoWorkbooks(),
                        ReceiveFile.UnpackingLimits.DEFAULT)
                .receive(new IncomingFile("file.pdf", UploadOptions.of(DuplicatePolicy.FAIL), null), body("x"));

        assertThat(meter.ends()).containsExactly(End.REFUSED, End.REFUSED, End.REFUSED);
        assertThat(meter.bytes()).isZero();
        assertThat(meter.inFlight()).isZero();
    }

    @Test
    void brokenFileIsCountedAsInterrupted() {
        InputStream body = then(body(FILE), () -> {
            throw new IOException("The sender is gone");
        });

        assertThatThrownBy(() -> receive("file.txt", body, SHORT)).isInstanceOf(IOException.class);

        assertThat(meter.ends()).containsExactly(End.INTERRUPTED);
        assertThat(meter.bytes()).isEqualTo(FILE.length());
        assertThat(meter.storing()).hasSize(120);
        assertThat(meter.inFlight()).isZero();
    }

    @Test
    void cancelledFileIsCountedAsInterrupted() throws IOException {
        InputStream body = then(body(FILE), () -> {
            stores.control().withdraw(upload, Withdrawal.CANCELLED);
        });

        assertThat(receive("file.txt", body, SHORT)).isInstanceOf(ReceiveResult.Ended.class);

        assertThat(meter.ends()).containsExactly(End.INTERRUPTED);
    }

    @Test
    void fileThatCannotBeStoredIsCountedAsInterrupted() {
        stores.failNextCalls(1);

        assertThatThrownBy(() -> receive("file.txt", body(Rows.lines(1, 11)), NONE))
                .isInstanceOf(InfrastructureException.class);

        assertThat(meter.ends()).containsExactly(End.INTERRUPTED);
        assertThat(meter.storing()).isEmpty();
        assertThat(meter.inFlight()).isZero();
    }

    private ReceiveResult receive(String name, InputStream body, RetryPolicy retryPolicy) throws IOException {
        return receive(stores.uploads(), name, body, retryPolicy);
    }

    private ReceiveResult receive(UploadStore store, String name, InputStream body, RetryPolicy retryPolicy)
            throws IOException {
        return receiveUpload(store, retryPolicy)
                .receive(new IncomingFile(name, UploadOptions.of(DuplicatePolicy.FAIL), Traces.TRACE), body);
    }

    private ReceiveUpload receiveUpload(UploadStore store, RetryPolicy retryPolicy) {
        DispatchParts dispatchParts = new DispatchParts(stores.backlog(), Traces.sender(new RecordingPartQueue()), 8);
        ReceiveUpload.Dependencies means = new ReceiveUpload.Dependencies(
                store,
                new ReceivingMemory(RULES, 1 << 30, 1),
                new ReceiveUpload.Ids(() -> upload, Traces.IDS),
                RepeatedFiles.none(),
                Duration.ZERO,
                () -> DateRange.ANY);
        return new ReceiveUpload(means, dispatchParts::dispatch, retryPolicy, meter);
    }

    private static InputStream body(String file) {
        return new ByteArrayInputStream(file.getBytes(US_ASCII));
    }

    /// An action after the last byte of a body, before its end is reached.
    @FunctionalInterface
    private interface AtTheEnd {
        void run() throws IOException;
    }

    private static InputStream then(InputStream body, AtTheEnd end) {
        return new SequenceInputStream(body, new InputStream() {
            @Override
            public int read() throws IOException {
                end.run();
                return -1;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return read();
            }
        });
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
