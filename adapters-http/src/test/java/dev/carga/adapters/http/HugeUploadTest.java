package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.HEALTHY;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.EmptyBacklog;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.trace.Traces;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The size of a file does not affect the heap.
class HugeUploadTest {

    private static final int MEGABYTES = 200;
    private static final long MAY_GROW_BY = 64L << 20;

    /// Counts parts, drops them, and samples the heap.
    private static final class DroppingStore implements UploadStore {
        private static final int LOOK_EVERY = 20;

        long rows;
        long mostUsed;
        long stored;

        @Override
        public void open(UploadId upload, Opening opening) {}

        @Override
        public boolean add(UploadId upload, CutPart part) {
            rows += part.rows();
            if (part.number() % LOOK_EVERY == 0) {
                mostUsed = Math.max(mostUsed, usedHeap());
            }
            return true;
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
        public ReceptionState close(UploadId upload, ReceptionState end, long bytes, @Nullable String sha256) {
            stored = bytes;
            return end;
        }
    }

    @Test
    void memoryDoesNotDependOnFileSize() throws Exception {
        DroppingStore store = new DroppingStore();
        DispatchParts dispatch = new DispatchParts(new EmptyBacklog(), Traces.sender(new RecordingPartQueue()), 8);
        ReceiveUpload receive = new ReceiveUpload(
                store,
                dispatch::dispatch,
                new ReceivingMemory(CuttingRules.DEFAULT, 1 << 30, 1),
                new ReceiveUpload.Ids(UploadId::random, Traces.IDS),
                RetryPolicy.FOR_A_CLIENT);
        HttpServer.UseCases useCases = RunningServer.useCases(
                RunningServer.receiveFile(receive), new InMemoryStores(), dispatch, RetryPolicy.FOR_A_CLIENT);
        byte[] block = ROW_2.repeat((1 << 20) / ROW_2.length()).getBytes(StandardCharsets.US_ASCII);
        long before = usedHeap();

        RawHttp.Reply reply;
        try (HttpServer server = HttpServer.start(HttpSettings.on("127.0.0.1", 0), HEALTHY)
                        .open(useCases);
                Socket sender = RawHttp.open(server.port())) {
            reply = send(sender, block);
        }

        assertThat(reply.status()).isEqualTo(202);
        assertThat(store.rows).isEqualTo((long) MEGABYTES * block.length / ROW_2.length());
        assertThat(store.stored).isEqualTo((long) MEGABYTES * block.length + HEADER.length());
        assertThat(store.mostUsed - before).isLessThan(MAY_GROW_BY);
    }

    private static RawHttp.Reply send(Socket sender, byte[] block) throws Exception {
        byte[] head = Form.head("form-data; name=\"f\"; filename=\"a.txt\"");
        byte[] end = new Form().raw("\r\n").end();
        long length = head.length + HEADER.length() + (long) MEGABYTES * block.length + end.length;
        OutputStream out = sender.getOutputStream();
        out.write(RawHttp.requestAsIs(
                head, "POST / HTTP/1.1", "Host: x", "Content-Type: " + Form.CONTENT_TYPE, "Content-Length: " + length));
        out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < MEGABYTES; i++) {
            out.write(block);
        }
        out.write(end);
        return RawHttp.read(sender);
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
