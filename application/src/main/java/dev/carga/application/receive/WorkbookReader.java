package dev.carga.application.receive;

import dev.carga.application.InfrastructureException;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Packing;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// Reads a sheet of a workbook as text. Safe to call from several threads, one workbook each.
public interface WorkbookReader {

    /// Looks at what may be a workbook. It reads all of `packed`, up to a limit, since a workbook is read from
    /// its end.
    ///
    /// @param packed a zip archive; not closed here
    /// @param sheet  the name of the sheet, or its number from 1; null for the first that is visible
    /// @throws IOException             if `packed` breaks off
    /// @throws InfrastructureException if there is no room to keep it
    Opened open(InputStream packed, @Nullable String sheet, UnpackingLimits limits) throws IOException;

    /// What was found. To be closed: that deletes what was kept.
    sealed interface Opened extends Closeable {

        /// A sheet.
        ///
        /// @param name of the sheet
        /// @param text UTF-8 that begins with a byte order mark. Line n is row n of the sheet, lines end in
        /// LF, and a row without a value is a blank line. Fields are separated by semicolons and quoted
        ///
        ///             as in RFC 4180; a field has no line end in it. A number has a point and at least four
        ///             decimals, or none and no point; a date is written `yyyy-mm-dd`, with ` hh:mm:ss` if it
        /// has a time; a boolean `true` or `false`. Each row has at least as many fields as the header.
        ///
        ///             Reading it throws an [IOException] where the sheet is damaged
        record Sheet(Packing packing, String name, InputStream text) implements Opened {
            @Override
            public void close() throws IOException {
                text.close();
            }
        }

        /// An archive of another kind.
        ///
        /// @param packed all of it, from its beginning
        record Archive(InputStream packed) implements Opened {
            @Override
            public void close() throws IOException {
                packed.close();
            }
        }

        /// It is not read.
        record NotRead(FileRefusal refusal) implements Opened {
            @Override
            public void close() {}
        }

        /// It cannot be read.
        record Unreadable(ReceiveResult.Stop reason) implements Opened {
            @Override
            public void close() {}
        }
    }
}
