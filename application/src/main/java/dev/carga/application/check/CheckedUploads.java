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

/// The files of one request while they are looked at, one after another.
final class CheckedUploads {

    private final FileToCheck file;
    private final PartParser parser;
    private final Supplier<SeenCpfs> seenCpfs;

    /// Those that are not told yet, in the order in which they came.
    private final Map<UploadId, Checking> untold = new LinkedHashMap<>();

    CheckedUploads(FileToCheck file, PartParser parser, Supplier<SeenCpfs> seenCpfs) {
        this.file = file;
        this.parser = parser;
        this.seenCpfs = seenCpfs;
    }

    UploadStore store() {
        return new Store();
    }

    /// What the file of this result comes to.
    CheckedFile tell(String name, ReceiveResult result) {
        @Nullable Checking checking = null;
        if (result instanceof ReceiveResult.Accepted(UploadId upload, int _)) {
            checking = untold.remove(upload);
        } else if (result instanceof ReceiveResult.Stopped) {
            // Those before it are told by now.
            checking = takeFirst();
        }
        return checking == null ? CheckedFile.unread(name, file.whole(), result) : checking.sumUp(result);
    }

    private @Nullable Checking takeFirst() {
        Map.@Nullable Entry<UploadId, Checking> first =
                untold.entrySet().stream().findFirst().orElse(null);
        return first == null ? null : untold.remove(first.getKey());
    }

    private Checking of(UploadId upload) {
        @Nullable Checking checking = untold.get(upload);
        if (checking == null) {
            throw new IllegalStateException("Not opened: " + upload);
        }
        return checking;
    }

    /// Keeps nothing of what is received: each part is read as it comes, and let go.
    private final class Store implements UploadStore {

        @Override
        public void open(UploadId upload, Opening opening) {
            untold.put(upload, new Checking(opening, file, parser, seenCpfs.get()));
        }

        @Override
        public boolean add(UploadId upload, CutPart part) {
            of(upload).add(part);
            return true;
        }

        /// There are none: a file is checked by what it shows itself.
        @Override
        public Optional<Corrected> corrected(UploadId upload) {
            return Optional.empty();
        }

        /// The rest of the file is read all the same: whoever checks it wants to know of every line.
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
