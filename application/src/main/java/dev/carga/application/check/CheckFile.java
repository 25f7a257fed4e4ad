package dev.carga.application.check;

import dev.carga.application.RetryPolicy;
import dev.carga.application.receive.IncomingFile;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.application.receive.ReceivingMeter;
import dev.carga.application.receive.RepeatedFiles;
import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Checks a file without a database: reads it as [ReceiveFile] does for loading, and each part as a worker
/// does, but keeps only a summary. Safe to call from several threads.
public final class CheckFile {

    /// How many parts there are at once: one grows, one waits, and one is read and parsed, which takes twice
    /// its size.
    private static final long PARTS = 4;

    private final Function<ReceiveUpload, ReceiveFile> unpacking;
    private final CuttingRules cutting;
    private final Supplier<SeenCpfs> seenCpfs;
    private final Supplier<DateRange> dates;

    /// @param unpacking creates the use case that unpacks files, as for loading
    /// @param seenCpfs  creates one for each file
    /// @param dates     gives the dates that a purchase may have
    public CheckFile(
            Function<ReceiveUpload, ReceiveFile> unpacking,
            CuttingRules cutting,
            Supplier<SeenCpfs> seenCpfs,
            Supplier<DateRange> dates) {
        this.unpacking = unpacking;
        this.cutting = cutting;
        this.seenCpfs = seenCpfs;
        this.dates = dates;
    }

    /// Reads a file to its end.
    ///
    /// @param body not closed here
    /// @return one for each file in it, at least one
    /// @throws IOException if the body breaks off
    public List<CheckedFile> check(FileToCheck file, InputStream body) throws IOException {
        CheckedUploads uploads = new CheckedUploads(file, new PartParser(cutting.maxLineBytes()), seenCpfs);
        ReceiveUpload receiveUpload = new ReceiveUpload(
                new ReceiveUpload.Dependencies(
                        uploads.store(),
                        new ReceivingMemory(cutting, PARTS * cutting.maxBytes(), 1),
                        new ReceiveUpload.Ids(UploadId::random, RandomGenerator.getDefault()),
                        RepeatedFiles.none(),
                        Duration.ZERO,
                        dates),
                _ -> {}, // no part is dispatched
                RetryPolicy.FOR_A_CLIENT,
                ReceivingMeter.none());
        UploadOptions options = new UploadOptions(file.rules(), file.layout(), true, null, null);
        IncomingFile incoming = new IncomingFile(file.name(), file.packings(), options, null, null, _ -> {});
        return unpacking.apply(receiveUpload).receive(incoming, body).stream()
                .map(received -> uploads.summary(received.name(), received.result()))
                .toList();
    }
}
