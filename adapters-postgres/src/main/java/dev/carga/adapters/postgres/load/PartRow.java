package dev.carga.adapters.postgres.load;

import dev.carga.adapters.postgres.layout.StoredColumns;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The row of a part, locked by the current transaction.
///
/// @param rules         of the upload, with the part's own policy for duplicates if it has one
/// @param withdrawn     whether the upload is cancelled or undone
/// @param file          the format of the lines below the first header of the file
/// @param header        the header above the part's first line, if it is not the first one of the file
/// @param payload       the lines, compressed with zstd; null once the part is settled
/// @param payloadBytes  length of the lines
/// @param waitedSeconds since the part's message was last sent, by the database's clock, which may have been
///                      set back
@SuppressWarnings("ArrayRecordComponent") // never compared
record PartRow(
        PartRef ref,
        int uploadId,
        LoadingRules rules,
        boolean withdrawn,
        PartState state,
        LineFormat file,
        @Nullable FileColumns header,
        long firstLine,
        byte @Nullable [] payload,
        int payloadBytes,
        double waitedSeconds) {

    private static final String LOCK = "SELECT p.upload_id, coalesce(p.on_duplicate, u.on_duplicate) AS on_duplicate,"
            + " " + StoredStates.PART_RULES_COLUMNS + ", u.withdrawn IS NOT NULL AS withdrawn,"
            + " u.layout::text AS layout, p.columns::text AS columns, p.first_line, p.payload, p.payload_bytes, "
            + "extract(epoch FROM clock_timestamp() - p.sent_at)::float8 AS waited_seconds, "
            + StoredStates.PART_STATE_COLUMNS + """
             FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
            WHERE u.message_id = :upload AND p.number = :number
            FOR UPDATE OF p SKIP LOCKED""";

    /// Locks the row without waiting.
    ///
    /// @return empty if another transaction holds the row, or there is none: see [#exists]
    static Optional<PartRow> lock(Handle handle, PartRef ref, LayoutCache layouts) {
        return handle.createQuery(LOCK)
                .bind("upload", ref.upload().value())
                .bind("number", ref.number())
                .map((row, _) -> new PartRow(
                        ref,
                        row.getInt("upload_id"),
                        StoredStates.loadingRules(row),
                        row.getBoolean("withdrawn"),
                        StoredStates.partState(row),
                        layouts.format(row.getString("layout")),
                        StoredColumns.read(row.getString("columns")),
                        row.getLong("first_line"),
                        row.getBytes("payload"),
                        row.getInt("payload_bytes"),
                        row.getDouble("waited_seconds")))
                .findOne();
    }

    static boolean exists(Handle handle, PartRef ref) {
        return handle.createQuery("""
                        SELECT EXISTS (
                            SELECT 1 FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
                            WHERE u.message_id = :upload AND p.number = :number)""")
                .bind("upload", ref.upload().value())
                .bind("number", ref.number())
                .mapTo(Boolean.class)
                .one();
    }

    /// The format of this part's lines.
    LineFormat format() {
        return header == null ? file : file.withColumns(header);
    }

    /// The columns that lines of the file, not of this part alone, may have values for: a bit for each.
    int columns() {
        return file.columns().columns().stream().mapToInt(Purchase::bit).reduce(0, (one, other) -> one | other);
    }
}
