package dev.carga.application.receive;

import dev.carga.application.receive.CountingStream.Source;
import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.Unpacker.PackageException;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Packing;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Unpacks one file of a request, layer by layer, and receives each text in it. Anything that unpacks holds
/// memory outside of the heap, and is closed as soon as it was read. One thread, once.
final class FileUnpacking {

    private static final int BUFFER_BYTES = 8 << 10;
    private static final int SIGNATURE_BYTES = 4;

    /// As many bytes of an old office file are read, to learn whether it is encrypted.
    private static final long MAX_OLE_BYTES = 256L << 20;

    private final ReceiveUpload receiveUpload;
    private final Unpacker unpacker;
    private final WorkbookReader workbooks;
    private final UnpackingLimits limits;
    private final Source source;
    private final List<Received> received = new ArrayList<>();

    FileUnpacking(
            ReceiveUpload receiveUpload,
            Unpacker unpacker,
            WorkbookReader workbooks,
            UnpackingLimits limits,
            InputStream body) {
        this.receiveUpload = receiveUpload;
        this.unpacker = unpacker;
        this.workbooks = workbooks;
        this.limits = limits;
        this.source = new Source(body);
    }

    /// As [ReceiveFile#receive], whatever the name of the file.
    List<Received> receive(IncomingFile file) throws IOException {
        try {
            receive(file, source);
        } catch (IOException e) {
            if (source.isBroken()) {
                throw e;
            }
            add(file, new ReceiveResult.Stopped(reasonOf(e)));
        }
        return received;
    }

    private static Stop reasonOf(IOException failure) {
        return switch (failure) {
            case PackageException unreadable -> unreadable.reason();
            case EOFException _ -> Stop.TRUNCATED;
            default -> Stop.DAMAGED;
        };
    }

    /// Receives what has one packing less than the layer around it.
    void receive(IncomingFile file, InputStream content) throws IOException {
        BufferedInputStream ahead = new BufferedInputStream(content, BUFFER_BYTES);
        byte[] signature = peek(ahead, SIGNATURE_BYTES);
        FileKind kind = FileKind.of(signature, signature.length);
        if (kind.isPacking() && file.packings().size() == ReceiveFile.MAX_PACKINGS) {
            refuse(file, Reason.PACKED_TOO_OFTEN);
            return;
        }
        switch (kind) {
            case GZIP -> {
                try (InputStream unpacked = unpacker.gzip(ahead)) {
                    receive(file.unpacked(Packing.GZIP, null), limitExpansion(unpacked));
                }
            }
            case ZSTD -> {
                try (InputStream unpacked = unpacker.zstd(ahead)) {
                    receive(file.unpacked(Packing.ZSTD, null), limitExpansion(unpacked));
                }
            }
            case ZIP -> {
                if (isEmptyZip(signature)) {
                    refuse(file, Reason.EMPTY_FILE);
                } else if (isMaybeWorkbook(ahead)) {
                    receiveWorkbook(file, ahead);
                } else {
                    receiveArchive(file, ahead);
                }
            }
            case OLE -> refuse(file, OfficeFile.refusalOfOle(ahead, MAX_OLE_BYTES));
            default -> add(file, receiveUpload.receive(file, limitSize(ahead)));
        }
    }

    private static byte[] peek(BufferedInputStream ahead, int length) throws IOException {
        ahead.mark(length);
        byte[] head = ahead.readNBytes(length);
        ahead.reset();
        return head;
    }

    /// An archive that begins with its end.
    private static boolean isEmptyZip(byte[] signature) {
        return signature[2] == 5;
    }

    private static boolean isMaybeWorkbook(BufferedInputStream ahead) throws IOException {
        byte[] head = peek(ahead, OfficeFile.HEAD_BYTES);
        return OfficeFile.mayBeWorkbook(head, head.length);
    }

    private void receiveWorkbook(IncomingFile file, InputStream packed) throws IOException {
        try (WorkbookReader.Opened opened =
                workbooks.open(packed, file.options().layout().sheet(), limits)) {
            switch (opened) {
                case WorkbookReader.Opened.Sheet(Packing packing, String name, InputStream text) ->
                    add(file, receiveUpload.receive(file.unpacked(packing, name), limitSize(limitExpansion(text))));
                case WorkbookReader.Opened.Archive(InputStream again) -> receiveArchive(file, again);
                case WorkbookReader.Opened.NotRead(FileRefusal refusal) -> refuse(file, refusal);
                case WorkbookReader.Opened.Unreadable(Stop reason) -> throw new PackageException(reason, null);
            }
        }
    }

    private void receiveArchive(IncomingFile file, InputStream packed) throws IOException {
        try (Unpacker.Archive zip = unpacker.zip(packed)) {
            new ArchiveUnpacking(this, limits.mostFiles()).receive(file.unpacked(Packing.ZIP, null), zip);
        }
    }

    /// How many results there are so far.
    int results() {
        return received.size();
    }

    /// Refuses a file that is not read, or not read on.
    void refuse(IncomingFile file, FileRefusal refusal) {
        add(file, receiveUpload.refuse(refusal));
    }

    private void add(IncomingFile file, ReceiveResult result) {
        received.add(new Received(file.name(), result));
    }

    /// Stops a file that is larger than the limit.
    private InputStream limitSize(InputStream content) {
        return new CountingStream(content, count -> {
            if (count > limits.fileBytes()) {
                throw new PackageException(Stop.TOO_LARGE, null);
            }
        });
    }

    /// Stops what expands too far: each layer, at whatever depth, is compared with the bytes that came from
    /// the sender.
    InputStream limitExpansion(InputStream unpacked) {
        return new CountingStream(unpacked, count -> {
            if (count > limits.always() && count / limits.mostTimes() > source.count()) {
                throw new PackageException(Stop.EXPANDS_TOO_FAR, null);
            }
        });
    }
}
