package dev.carga.application.fake;

import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.WorkbookReader;
import dev.carga.domain.Nullable;
import java.io.InputStream;

/// Finds an ordinary archive in whatever comes.
public final class NoWorkbooks implements WorkbookReader {
    @Override
    public Opened open(InputStream packed, @Nullable String sheet, UnpackingLimits limits) {
        return new Opened.Archive(packed);
    }
}
