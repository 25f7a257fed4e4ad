package dev.carga.bootstrap.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.Unpacker.PackageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdStreamsTest {

    private final ZstdStreams streams = new ZstdStreams();

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 19})
    void usualLevelsAreRead(int level) throws IOException {
        byte[] content = bytes(20 << 20);
        try (InputStream unpacked = streams.open(new ByteArrayInputStream(Zstd.compress(content, level)))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 27})
    void longWindowsAreReadUpToTheLimitOfTheProgram(int windowLog) throws IOException {
        byte[] content = bytes(1 << 20);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(packed).setLong(windowLog)) {
            out.write(content);
        }
        assertThat(ZstdFrame.windowLog(packed.toByteArray())).isEqualTo(windowLog);
        try (InputStream unpacked = streams.open(new ByteArrayInputStream(packed.toByteArray()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "28B52FFD 00 58 000000, 21",
        "28B52FFD 04 88 000000, 27",
        "28B52FFD 00 89 000000, 28",
        "28B52FFD 00 F8 000000, 41",
        "28B52FFD 20 14 000000, 10",
        "28B52FFD 60 0010 0000, 13",
        "28B52FFD A0 00000008 00, 27",
        "28B52FFD A0 01000008 00, 28",
        "28B52FFD A1 77 00000010 00, 28",
        "28B52FFD E0 0000000000000080, 64",
        "502A4D18 04 000000, 10",
        "28B52FFD, 10"
    })
    void headerOfAFrameHoldsItsWindow(String header, int windowLog) {
        assertThat(ZstdFrame.windowLog(HexFormat.of().parseHex(header.replace(" ", ""))))
                .isEqualTo(windowLog);
    }

    @Test
    void frameWithTooLargeAWindowIsRefused() throws IOException {
        byte[] tooLarge = HexFormat.of().parseHex("28B52FFD0090010000");
        assertThatThrownBy(() -> streams.open(new ByteArrayInputStream(tooLarge)))
                .isInstanceOfSatisfying(
                        PackageException.class, e -> assertThat(e.reason()).isEqualTo(Stop.WINDOW_TOO_LARGE));

        ByteArrayOutputStream later = new ByteArrayOutputStream();
        later.write(Zstd.compress(bytes(100)));
        later.write(tooLarge);
        try (InputStream unpacked = streams.open(new ByteArrayInputStream(later.toByteArray()))) {
            assertThatThrownBy(unpacked::readAllBytes)
                    .isInstanceOfSatisfying(
                            PackageException.class, e -> assertThat(e.reason()).isEqualTo(Stop.WINDOW_TOO_LARGE));
        }
    }

    @Test
    @Timeout(30)
    void streamBeyondThePermitsWaitsUntilAnotherIsClosed() throws Exception {
        byte[] packed = Zstd.compress(bytes(100));
        Deque<InputStream> open = new ArrayDeque<>();
        for (int i = 0; i < 16; i++) {
            open.add(streams.open(new ByteArrayInputStream(packed)));
        }
        CompletableFuture<InputStream> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return streams.open(new ByteArrayInputStream(packed));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(waiting.copy()
                        .completeOnTimeout(null, 200, TimeUnit.MILLISECONDS)
                        .join())
                .isNull();
        InputStream first = open.remove();
        first.close();
        first.close(); // frees no second place
        assertThat(waiting.get().readAllBytes()).hasSize(100);
        waiting.get().close();
        for (InputStream each : open) {
            each.close();
        }
    }
}
