package dev.carga.application.receive;

import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What is known of a file before it is read.
///
/// @param name     as the sender gave it; of a file in an archive the archive's, a slash, and its own
/// @param packings how it was packed, outermost first; its content is unpacked already
/// @param trace    from the sender; null if the sender gave no valid one, and a new trace begins
/// @param sheet    of a workbook, the sheet that is read; null for other files
/// @param onOpened gets the upload before its first part is stored; of an archive, each of its uploads
public record IncomingFile(
        String name,
        List<Packing> packings,
        UploadOptions options,
        @Nullable TraceParent trace,
        @Nullable String sheet,
        Consumer<UploadId> onOpened) {

    public IncomingFile {
        packings = List.copyOf(packings);
    }

    /// A file as the sender gave it, packed or not.
    public IncomingFile(String name, UploadOptions options, @Nullable TraceParent trace) {
        this(name, List.of(), options, trace, null, _ -> {});
    }

    /// The same file with a listener for the uploads that are opened for it.
    public IncomingFile withOnOpened(Consumer<UploadId> onOpened) {
        return new IncomingFile(name, packings, options, trace, sheet, onOpened);
    }

    /// The same file with other options.
    IncomingFile withOptions(UploadOptions options) {
        return new IncomingFile(name, packings, options, trace, sheet, onOpened);
    }

    /// A file of this archive.
    IncomingFile entry(String entryName) {
        return new IncomingFile(name + "/" + entryName, packings, options, trace, sheet, onOpened);
    }

    /// The content of this file, of which one more packing was taken off.
    ///
    /// @param sheet of a workbook, the sheet that is read; else null
    IncomingFile unpacked(Packing packing, @Nullable String sheet) {
        List<Packing> more = new ArrayList<>(packings);
        more.add(packing);
        return new IncomingFile(name, more, options, trace, sheet, onOpened);
    }
}
