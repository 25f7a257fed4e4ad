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

    /// Opens a file that may be a workbook. Reads all of `packed`, up to a limit, since the directory of a
    /// workbook is at its end.
    ///
    /// @param packed a zip archive; not closed here
    /// @param sheet  the name of the sheet, or its number from 1; null for the first that is visible
    /// @throws IOException             if `packed` breaks off
    /// @throws InfrastructureException if there is no disk space to keep it
    Opened open(InputStream packed, @Nullable String sheet, UnpackingLimits limits) throws IOException;

    /// What was found; closing it deletes what was kept.
    sealed interface Opened extends Closeable {

        /// A sheet as text, in UTF-8 with a byte order mark. Line n is row n of the sheet, lines end in LF,
        /// and a row without a value is a blank line. Fields are separated by semicolons and quoted as in RFC
        /// 4180; a field has no line end in it. A number has a point and at least four decimals, or neither;
        /// a date is written `yyyy-mm-dd`, with ` hh:mm:ss` if it has a time; a boolean `true` or `false`.
        /// Each row has at least as many fields as the header.
        ///
        /// @param name of the sheet
        /// @param text throws an [IOException] where the sheet is damaged
        record Sheet(Packing packing, String name, InputStream text) implements Opened {
            @Override
            public void close() throws IOException {
                text.close();
            }
        }

        /// A zip archive that is not a workbook.
        ///
        /// @param packed the whole archive, from its beginning
        record Archive(InputStream packed) implements Opened {
            @Override
            public void close() throws IOException {
                packed.close();
            }
        }

        /// The file is refused.
        record NotRead(FileRefusal refusal) implements Opened {
            @Override
            public void close() {}
        }

        /// The file cannot be read.
        record Unreadable(ReceiveResult.Stop reason) implements Opened {
            @Override
            public void close() {}
        }
    }
}
