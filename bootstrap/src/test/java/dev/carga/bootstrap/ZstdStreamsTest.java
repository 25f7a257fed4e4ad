package dev.carga.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
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

    @Test
    void aFrameThatAsksForTooMuchMemoryIsRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(packed).setLong(27)) {
            out.write(bytes(1 << 20));
        }
        try (InputStream unpacked = streams.open(new ByteArrayInputStream(packed.toByteArray()))) {
            assertThatThrownBy(unpacked::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    @Timeout(30)
    void oneMoreThanThereArePlacesForWaitsUntilOneIsClosed() throws Exception {
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
