package dev.carga.adapters.postgres.report;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadReports;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// One statement, so one moment: parts and upload never contradict each other.
public final class PostgresUploadReports implements UploadReports {

    private static final String FIND = "SELECT u.name, u.on_duplicate, u.dry_run, u.state AS upload_state, p.number, "
            + StoredStates.PART_STATE_COLUMNS + """
             FROM carga_upload u LEFT JOIN carga_part p ON p.upload_id = u.id
            WHERE u.message_id = :upload
            ORDER BY p.number""";

    private final Jdbi jdbi;

    public PostgresUploadReports(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Optional<LegacyStatusView> find(UploadId upload) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery(FIND)
                .bind("upload", upload.value())
                .scanResultSet((rows, _) -> read(upload, rows.get()))));
    }

    private static Optional<LegacyStatusView> read(UploadId upload, ResultSet row) throws SQLException {
        if (!row.next()) {
            return Optional.empty();
        }
        String name = row.getString("name");
        DuplicatePolicy onDuplicate = StoredStates.duplicatePolicy(row.getString("on_duplicate"));
        boolean dryRun = row.getBoolean("dry_run");
        ReceptionState state = StoredStates.uploadState(row.getString("upload_state"));
        List<LegacyStatusView.PartReport> parts = new ArrayList<>();
        do {
            int number = row.getInt("number");
            // An upload without parts still gives a row, of nothing but the upload.
            if (!row.wasNull()) {
                parts.add(new LegacyStatusView.PartReport(number, StoredStates.partState(row)));
            }
        } while (row.next());
        return Optional.of(new LegacyStatusView(upload, name, onDuplicate, dryRun, state, parts));
    }
}
