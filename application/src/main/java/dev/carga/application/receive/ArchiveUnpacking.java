package dev.carga.application.receive;

import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.Unpacker.PackageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// Receives the files of one zip archive.
final class ArchiveUnpacking {

    /// An archive with one of these entries is a workbook or a document, even if other files stand before it:
    /// ECMA-376 and ODF.
    private static final List<String> OFFICE_ENTRIES = List.of("[Content_Types].xml", "mimetype");

    private final FileUnpacking unpacking;
    private final int maxFiles;

    ArchiveUnpacking(FileUnpacking unpacking, int maxFiles) {
        this.unpacking = unpacking;
        this.maxFiles = maxFiles;
    }

    void receive(IncomingFile archive, Unpacker.Archive zip) throws IOException {
        int before = unpacking.results();
        for (Unpacker.Entry entry = zip.next(); entry != null; entry = zip.next()) {
            if (OFFICE_ENTRIES.contains(entry.path())) {
                unpacking.refuse(archive, Reason.SPREADSHEET);
                return;
            }
            // An entry that is not received is read, too, and limited: only so the next entry is reached.
            InputStream content = unpacking.limitExpansion(zip.content());
            String name = FileName.of(entry.path());
            if (!entry.folder() && !ReceiveFile.isOfTheSystem(entry.path(), name)) {
                if (unpacking.results() - before == maxFiles) {
                    throw new PackageException(Stop.TOO_MANY_FILES, null);
                }
                receiveEntry(archive.entry(name), content);
            }
            long _ = content.transferTo(OutputStream.nullOutputStream());
        }
        if (unpacking.results() == before) {
            unpacking.refuse(archive, Reason.EMPTY_FILE);
        }
    }

    private void receiveEntry(IncomingFile file, InputStream content) throws IOException {
        if (ReceiveFile.isTakenByName(file.name())) {
            unpacking.receive(file, content);
        } else {
            unpacking.refuse(file, Reason.WRONG_EXTENSION);
        }
    }
}
