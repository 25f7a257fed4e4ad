package dev.carga.bootstrap.packages;

import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.fake.InMemoryStores;
import dev.carga.application.fake.NoWorkbooks;
import dev.carga.application.fake.RecordingPartQueue;
import dev.carga.application.receive.IncomingFile;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;

/// Receives files with the real unpacker and an in-memory store.
final class Receiving {

    final InMemoryStores stores = new InMemoryStores();
    private final ReceiveFile receiveFile;

    Receiving(CompressUnpacker packages, UnpackingLimits limits) {
        ReceiveUpload receiveUpload = new ReceiveUpload(
                stores.uploads(),
                new DispatchParts(stores.backlog(), Traces.sender(new RecordingPartQueue()), 2)::dispatch,
                new ReceivingMemory(new CuttingRules(10, 4096, 256), 1 << 20, 1),
                new ReceiveUpload.Ids(UploadId::random, Traces.IDS),
                new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1)));
        receiveFile = new ReceiveFile(receiveUpload, packages, new NoWorkbooks(), limits);
    }

    List<Received> receive(String name, InputStream body) throws IOException {
        return receiveFile.receive(new IncomingFile(name, UploadOptions.of(DuplicatePolicy.FAIL), null), body);
    }

    List<Received> receive(String name, byte[] file) throws IOException {
        return receive(name, new ByteArrayInputStream(file));
    }

    List<UploadView> kept() {
        return stores.queries().newest(null, 100);
    }
}
