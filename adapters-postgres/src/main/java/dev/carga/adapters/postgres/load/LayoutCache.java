package dev.carga.adapters.postgres.load;

import dev.carga.adapters.postgres.layout.StoredLayout;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.LineFormat;
import java.util.Objects;

/// The last layout that was parsed: most parts that a process loads one after another belong to one upload.
/// Thread-safe.
final class LayoutCache {

    private volatile @Nullable Parsed last;

    private record Parsed(@Nullable String json, LineFormat format) {}

    /// The format of the lines of an upload.
    ///
    /// @param layout the JSON of `carga_upload.layout`; null if an earlier version received the file
    LineFormat format(@Nullable String layout) {
        @Nullable Parsed parsed = last;
        if (parsed == null || !Objects.equals(layout, parsed.json())) {
            parsed = new Parsed(layout, StoredLayout.lines(layout));
            last = parsed;
        }
        return parsed.format();
    }
}
