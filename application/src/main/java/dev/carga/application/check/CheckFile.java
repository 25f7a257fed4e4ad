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

/// Tells what would become of a file, without a database: reads it as [ReceiveFile] does for loading, each part as
/// a worker does, and keeps the answer instead of the rows. Safe to call from several threads.
public final class CheckFile {

    /// What a part needs while it grows, waits and is read.
    private static final long COPIES = 4;

    private final Function<ReceiveUpload, ReceiveFile> unpacking;
    private final CuttingRules cutting;
    private final Supplier<SeenCpfs> seenCpfs;
    private final Supplier<DateRange> dates;

    /// Checks as the parts say.
    ///
    /// @param unpacking how files are unpacked on their way to what receives them: as for loading
    /// @param seenCpfs  for each file one
    /// @param dates     the dates that a purchase may have
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

    /// Reads all of it.
    ///
    /// @param body not closed here
    /// @return one for each file, at least one
    /// @throws IOException if the body breaks off
    public List<CheckedFile> check(FileToCheck file, InputStream body) throws IOException {
        CheckedUploads uploads = new CheckedUploads(file, new PartParser(cutting.maxLineBytes()), seenCpfs);
        ReceiveUpload receiveUpload = new ReceiveUpload(
                new ReceiveUpload.Dependencies(
                        uploads.store(),
                        new ReceivingMemory(cutting, COPIES * cutting.maxBytes(), 1),
                        new ReceiveUpload.Ids(UploadId::random, RandomGenerator.getDefault()),
                        RepeatedFiles.none(),
                        Duration.ZERO,
                        dates),
                _ -> {}, // no part waits to be loaded
                RetryPolicy.FOR_A_CLIENT,
                ReceivingMeter.none());
        UploadOptions options = new UploadOptions(file.rules(), file.layout(), true, null, null);
        IncomingFile incoming = new IncomingFile(file.name(), file.packings(), options, null, null, _ -> {});
        return unpacking.apply(receiveUpload).receive(incoming, body).stream()
                .map(received -> uploads.tell(received.name(), received.result()))
                .toList();
    }
}
