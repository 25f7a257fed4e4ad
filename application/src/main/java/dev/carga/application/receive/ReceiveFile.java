package dev.carga.application.receive;

import dev.carga.application.receive.ReceiveResult.Refusal;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.ReceiveUpload.Sending;
import dev.carga.application.receive.Unpacker.PackageException;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Packing;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Receives a file as people have it: as text, as a workbook, or packed by gzip, by zstd, or as a zip archive,
/// told by its content whatever its name says. It is unpacked while it arrives, a workbook aside; each file of an
/// archive becomes an upload of its own. Safe to call from several threads, one file each.
public final class ReceiveFile {

    /// The endings that the names of files should have.
    public static final List<String> EXTENSIONS =
            List.of(".txt", ".csv", ".tsv", ".xlsx", ".xlsm", ".ods", ".gz", ".zst", ".zip");

    /// The endings of names of files that are looked into all the same: what is in them is told better than their
    /// names do, and it may be text, as in many an `.xls` that no Excel wrote.
    private static final List<String> OTHER_EXTENSIONS =
            List.of(".xls", ".xlsb", ".htm", ".html", ".xml", ".json", ".tar", ".tgz");

    /// A gzipped file in an archive is packed twice. So is a file that an HTTP client packed once more.
    public static final int MOST_PACKINGS = 3;

    private static final int BUFFER_BYTES = 8 << 10;
    private static final int SIGNATURE_BYTES = 4;

    /// Where these stand behind other files, the archive is a workbook or a document nevertheless: ECMA-376 and
    /// ODF.
    private static final List<String> OFFICE_ENTRIES = List.of("[Content_Types].xml", "mimetype");

    /// As many bytes of an old office file are looked at, to learn whether it is encrypted.
    private static final long MOST_OLE_BYTES = 256L << 20;

    private final ReceiveUpload receiveUpload;
    private final Unpacker unpacker;
    private final WorkbookReader workbooks;
    private final UnpackingLimits limits;

    /// How far something may expand.
    ///
    /// @param mostTimes  its packed size; beyond that it is a bomb. Files of purchases expand some ten times
    /// @param always     bytes that it may have in any case
    /// @param mostFiles  of an archive
    /// @param fileBytes  of a file, unpacked
    public record UnpackingLimits(int mostTimes, long always, int mostFiles, long fileBytes) {

        /// With files of any size.
        public static final UnpackingLimits DEFAULT = new UnpackingLimits(200, 16 << 20, 1000, Long.MAX_VALUE);

        public UnpackingLimits withFileBytes(long most) {
            return new UnpackingLimits(mostTimes, always, mostFiles, most);
        }
    }

    /// What became of one file.
    ///
    /// @param name as the sender gave it; of a file in an archive the archive's, a slash, and its own
    public record Received(String name, ReceiveResult receipt) {}

    public ReceiveFile(
            ReceiveUpload receiveUpload, Unpacker unpacker, WorkbookReader workbooks, UnpackingLimits limits) {
        this.receiveUpload = receiveUpload;
        this.unpacker = unpacker;
        this.workbooks = workbooks;
        this.limits = limits;
    }

    /// Reads all of it to its end.
    ///
    /// @param body not closed here
    /// @return one for each file, at least one. The last may be [ReceiveResult.Stopped]: then there may be
    /// bytes left
    ///         that nobody has read
    /// @throws IOException if it breaks off, otherwise as [ReceiveUpload#receive]
    public List<Received> receive(Sending sending, InputStream body) throws IOException {
        if (!isTakenByName(sending.name())) {
            return List.of(new Received(sending.name(), receiveUpload.refuse(Refusal.WRONG_EXTENSION)));
        }
        Source source = new Source(body);
        List<Received> received = new ArrayList<>();
        try {
            receive(sending, source, source, received);
        } catch (IOException e) {
            if (source.broken) {
                throw e;
            }
            received.add(new Received(sending.name(), new ReceiveResult.Stopped(reasonOf(e))));
        }
        return received;
    }

    private static Stop reasonOf(IOException failure) {
        return switch (failure) {
            case PackageException said -> said.reason();
            case EOFException _ -> Stop.TRUNCATED;
            default -> Stop.DAMAGED;
        };
    }

    /// What unpacks holds memory outside of the heap, and is closed as soon as it is through.
    private void receive(Sending sending, InputStream content, Source source, List<Received> received)
            throws IOException {
        BufferedInputStream ahead = new BufferedInputStream(content, BUFFER_BYTES);
        ahead.mark(SIGNATURE_BYTES);
        byte[] signature = new byte[SIGNATURE_BYTES];
        int length = ahead.readNBytes(signature, 0, SIGNATURE_BYTES);
        ahead.reset();
        FileKind kind = FileKind.of(signature, length);
        if (kind.isPacking() && sending.packings().size() == MOST_PACKINGS) {
            received.add(new Received(sending.name(), receiveUpload.refuse(Refusal.PACKED_TOO_OFTEN)));
            return;
        }
        switch (kind) {
            case GZIP -> {
                try (InputStream unpacked = unpacker.gzip(ahead)) {
                    receive(unpacked(sending, Packing.GZIP), watched(unpacked, source), source, received);
                }
            }
            case ZSTD -> {
                try (InputStream unpacked = unpacker.zstd(ahead)) {
                    receive(unpacked(sending, Packing.ZSTD), watched(unpacked, source), source, received);
                }
            }
            case ZIP -> {
                if (isEmptyZip(signature)) {
                    received.add(new Received(sending.name(), receiveUpload.refuse(Refusal.EMPTY_FILE)));
                } else if (mayBeWorkbook(ahead)) {
                    receiveWorkbook(sending, ahead, source, received);
                } else {
                    receiveArchive(sending, ahead, source, received);
                }
            }
            case OLE ->
                received.add(new Received(
                        sending.name(), receiveUpload.refuse(OfficeFile.refusalOfOle(ahead, MOST_OLE_BYTES))));
            default -> received.add(new Received(sending.name(), receiveUpload.receive(sending, sized(ahead))));
        }
    }

    /// An archive that begins with its end.
    private static boolean isEmptyZip(byte[] signature) {
        return signature[2] == 5;
    }

    private static boolean mayBeWorkbook(BufferedInputStream ahead) throws IOException {
        ahead.mark(OfficeFile.HEAD_BYTES);
        byte[] head = new byte[OfficeFile.HEAD_BYTES];
        int length = ahead.readNBytes(head, 0, head.length);
        ahead.reset();
        return OfficeFile.mayBeWorkbook(head, length);
    }

    private static Sending unpacked(Sending sending, Packing packing) {
        return unpacked(sending, packing, null);
    }

    private static Sending unpacked(Sending sending, Packing packing, @Nullable String sheet) {
        List<Packing> packings = new ArrayList<>(sending.packings());
        packings.add(packing);
        return sending.packedBy(packings, sheet);
    }

    private void receiveWorkbook(Sending sending, InputStream packed, Source source, List<Received> received)
            throws IOException {
        try (WorkbookReader.Opened opened =
                workbooks.open(packed, sending.options().layout().sheet(), limits)) {
            switch (opened) {
                case WorkbookReader.Opened.Sheet(Packing packing, String name, InputStream text) ->
                    received.add(new Received(
                            sending.name(),
                            receiveUpload.receive(unpacked(sending, packing, name), sized(watched(text, source)))));
                case WorkbookReader.Opened.Archive(InputStream again) ->
                    receiveArchive(sending, again, source, received);
                case WorkbookReader.Opened.NoSuchSheet(List<String> names) ->
                    received.add(
                            new Received(sending.name(), receiveUpload.refuse(new ReceiveResult.UnknownSheet(names))));
                case WorkbookReader.Opened.NotRead(Refusal reason) ->
                    received.add(new Received(sending.name(), receiveUpload.refuse(reason)));
                case WorkbookReader.Opened.Unreadable(Stop reason) -> throw new PackageException(reason, null);
            }
        }
    }

    private void receiveArchive(Sending sending, InputStream packed, Source source, List<Received> received)
            throws IOException {
        try (Unpacker.Archive zip = unpacker.zip(packed)) {
            receiveEntries(unpacked(sending, Packing.ZIP), zip, source, received);
        }
    }

    private void receiveEntries(Sending archive, Unpacker.Archive zip, Source source, List<Received> received)
            throws IOException {
        int before = received.size();
        for (Unpacker.Entry entry = zip.next(); entry != null; entry = zip.next()) {
            if (OFFICE_ENTRIES.contains(entry.path())) {
                received.add(new Received(archive.name(), receiveUpload.refuse(Refusal.SPREADSHEET)));
                return;
            }
            // What is not received is read too, and watched: there is no other way to what is behind it.
            InputStream content = watched(zip.content(), source);
            String name = FileName.of(entry.path());
            if (!entry.folder() && !isOfTheSystem(entry.path(), name)) {
                if (received.size() - before == limits.mostFiles()) {
                    throw new PackageException(Stop.TOO_MANY_FILES, null);
                }
                receiveEntry(archive, name, content, source, received);
            }
            long _ = content.transferTo(OutputStream.nullOutputStream());
        }
        if (received.size() == before) {
            received.add(new Received(archive.name(), receiveUpload.refuse(Refusal.EMPTY_FILE)));
        }
    }

    private void receiveEntry(Sending archive, String name, InputStream content, Source source, List<Received> received)
            throws IOException {
        Sending file = archive.named(archive.name() + "/" + name);
        if (isTakenByName(name)) {
            receive(file, content, source, received);
        } else {
            received.add(new Received(file.name(), receiveUpload.refuse(Refusal.WRONG_EXTENSION)));
        }
    }

    /// What a file manager puts into an archive unasked.
    public static boolean isOfTheSystem(String path, String name) {
        return path.startsWith("__MACOSX/") || name.startsWith(".");
    }

    /// Whether a file of this name is looked into at all.
    public static boolean isTakenByName(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(lowerCase::endsWith)
                || OTHER_EXTENSIONS.stream().anyMatch(lowerCase::endsWith);
    }

    /// A stream that looks at how much of it has been read.
    private abstract static class Counted extends FilterInputStream {

        long count;

        Counted(InputStream in) {
            super(in);
        }

        abstract void look() throws PackageException;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = in.read(bytes, from, length);
            count += Math.max(read, 0);
            look();
            return read;
        }

        @Override
        public void close() {
            // Whoever opened what is read closes it.
        }
    }

    /// The bytes as they come. Tells its own failures from those of whoever unpacks them.
    private static final class Source extends Counted {

        private boolean broken;

        Source(InputStream body) {
            super(body);
        }

        @Override
        void look() {}

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                return super.read(bytes, from, length);
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }
    }

    /// Stops a file that is larger than may be.
    private InputStream sized(InputStream content) {
        return new Counted(content) {
            @Override
            void look() throws PackageException {
                if (count > limits.fileBytes()) {
                    throw new PackageException(Stop.TOO_LARGE, null);
                }
            }
        };
    }

    /// Stops what becomes too much of what has come: each layer, at whatever depth, may only expand so far.
    private InputStream watched(InputStream unpacked, Source source) {
        return new Counted(unpacked) {
            @Override
            void look() throws PackageException {
                if (count > limits.always() && count / limits.mostTimes() > source.count) {
                    throw new PackageException(Stop.EXPANDS_TOO_FAR, null);
                }
            }
        };
    }
}
