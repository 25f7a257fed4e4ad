package dev.carga.application.check;

import dev.carga.application.receive.ReceiveResult;
import dev.carga.application.receive.UploadStore;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.purchase.PartParser;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The files of one request while they are checked, one after another.
final class CheckedUploads {

    private final FileToCheck file;
    private final PartParser parser;
    private final Supplier<SeenCpfs> seenCpfs;

    /// The files whose result is not known yet, in the order in which they came.
    private final Map<UploadId, Checking> pending = new LinkedHashMap<>();

    CheckedUploads(FileToCheck file, PartParser parser, Supplier<SeenCpfs> seenCpfs) {
        this.file = file;
        this.parser = parser;
        this.seenCpfs = seenCpfs;
    }

    UploadStore store() {
        return new Store();
    }

    /// The summary of the next file, which was received with this result.
    CheckedFile summary(String name, ReceiveResult result) {
        @Nullable Checking checking = null;
        if (result instanceof ReceiveResult.Accepted(UploadId upload, int _)) {
            checking = pending.remove(upload);
        } else if (result instanceof ReceiveResult.Stopped) {
            // The results of the files before it are known by now.
            checking = removeFirst();
        }
        return checking == null ? CheckedFile.unread(name, file.whole(), result) : checking.sumUp(result);
    }

    private @Nullable Checking removeFirst() {
        Map.@Nullable Entry<UploadId, Checking> first =
                pending.entrySet().stream().findFirst().orElse(null);
        return first == null ? null : pending.remove(first.getKey());
    }

    private Checking of(UploadId upload) {
        @Nullable Checking checking = pending.get(upload);
        if (checking == null) {
            throw new IllegalStateException("Not opened: " + upload);
        }
        return checking;
    }

    /// Parses each part as it comes, and keeps nothing of it.
    private final class Store implements UploadStore {

        @Override
        public void open(UploadId upload, Opening opening) {
            pending.put(upload, new Checking(opening, file, parser, seenCpfs.get()));
        }

        @Override
        public boolean add(UploadId upload, CutPart part) {
            of(upload).add(part);
            return true;
        }

        /// There are no uploads: a file is checked by itself.
        @Override
        public Optional<Corrected> corrected(UploadId upload) {
            return Optional.empty();
        }

        /// A check is never aborted: it reports on every line.
        @Override
        public Optional<String> abortion(UploadId upload) {
            return Optional.empty();
        }

        @Override
        public ReceptionState close(UploadId upload, ReceptionState end, long bytes, @Nullable String sha256) {
            of(upload).end();
            return end;
        }

        @Override
        public boolean isDurable() {
            return false;
        }
    }
}
