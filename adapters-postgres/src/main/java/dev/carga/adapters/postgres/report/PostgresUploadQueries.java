package dev.carga.adapters.postgres.report;

import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.layout.StoredLayout;
import dev.carga.adapters.postgres.layout.StoredOptions;
import dev.carga.adapters.postgres.notify.PostgresWebhookStore;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.application.report.LegacyStatusView;
import dev.carga.application.report.UploadQueries;
import dev.carga.application.report.UploadView;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartCounts;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Each query is one statement, so parts and upload are of the same moment. The database sums the parts up:
/// an upload may have thousands of them, and a page a hundred such uploads.
public final class PostgresUploadQueries implements UploadQueries {

    private static final String SUMS = Stream.of(Counter.values())
            .map(counter -> "'" + counter.key() + "', coalesce(sum((p.counters ->> '" + counter.key()
                    + "')::bigint) FILTER (WHERE p.state = 'loaded'), 0)")
            .collect(Collectors.joining(", ", "json_build_object(", ")::text AS counters"));

    private static final String SUMMARY = """
            SELECT u.*, clock_timestamp() AS now, parts.*, w.url AS webhook_url, w.attempts AS webhook_attempts,
                w.delivered_at, w.given_up_at, w.last_status, w.last_error
            FROM (SELECT * FROM carga_upload WHERE <which>) u
            LEFT JOIN carga_webhook w ON w.upload_id = u.id CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE p.state = 'received') AS received,
                    count(*) FILTER (WHERE p.state = 'queued') AS queued,
                    count(*) FILTER (WHERE p.state = 'loaded') AS loaded,
                    count(*) FILTER (WHERE p.state = 'failed') AS failed,
                    count(*) FILTER (WHERE p.state = 'cancelled') AS cancelled,
                    count(*) FILTER (WHERE p.state = 'undone') AS undone,
                    coalesce(sum(p.line_count), 0) AS lines,
                    coalesce(sum(p.line_count) FILTER (WHERE p.state NOT IN ('received', 'queued')), 0) AS settled_lines,
                    max(p.settled_at) AS settled_at,
                    string_agg(DISTINCT p.on_duplicate, ',') AS retried_under,
                    <sums>
                FROM carga_part p WHERE p.upload_id = u.id) parts
            ORDER BY u.id DESC""";

    /// The uploads that correct one of these, directly or through another correction. Most uploads have none.
    private static final String CHAINS = """
            WITH RECURSIVE chain AS (
                SELECT c.message_id, c.id, c.corrects AS root FROM carga_upload c WHERE c.corrects = ANY (:roots)
                UNION
                SELECT c.message_id, c.id, chain.root FROM carga_upload c JOIN chain ON c.corrects = chain.message_id
            )
            SELECT root, id FROM chain""";

    private static final String LEGACY_STATUS =
            "SELECT u.name, u.on_duplicate, u.dry_run, u.state AS upload_state, p.number, "
                    + StoredStates.PART_STATE_COLUMNS + """
             FROM carga_upload u LEFT JOIN carga_part p ON p.upload_id = u.id
            WHERE u.message_id = :upload
            ORDER BY p.number""";

    private final Jdbi jdbi;

    public PostgresUploadQueries(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Override
    public Optional<UploadView> summary(UploadId upload) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery(SUMMARY)
                .define("which", "message_id = :upload")
                .define("sums", SUMS)
                .bind("upload", upload.value())
                .map((row, _) -> summary(row))
                .findOne()
                .map(found -> withCorrections(handle, List.of(found)).getFirst())));
    }

    @Override
    public List<UploadView> newest(@Nullable UploadId before, int limit) {
        String which = (before == null ? "true" : "id < (SELECT id FROM carga_upload WHERE message_id = :before)")
                + " ORDER BY id DESC LIMIT :limit";
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> withCorrections(
                handle,
                handle.createQuery(SUMMARY)
                        .define("which", which)
                        .define("sums", SUMS)
                        .bindMap(before == null ? Map.of() : Map.of("before", before.value()))
                        .bind("limit", limit)
                        .map((row, _) -> summary(row))
                        .list())));
    }

    private static List<UploadView> withCorrections(Handle handle, List<UploadView> uploads) {
        UUID[] roots = uploads.stream().map(upload -> upload.id().value()).toArray(UUID[]::new);
        Map<UploadId, Set<Integer>> chains = new HashMap<>();
        handle.createQuery(CHAINS)
                .bindArray("roots", UUID.class, (Object[]) roots)
                .map((row, _) -> Map.entry(new UploadId(row.getObject("root", UUID.class)), row.getInt("id")))
                .forEach(link -> chains.computeIfAbsent(link.getKey(), _ -> new TreeSet<>())
                        .add(link.getValue()));
        if (chains.isEmpty()) {
            return uploads;
        }
        Map<Integer, UploadView.Correction> corrections = corrections(
                handle, chains.values().stream().flatMap(Set::stream).distinct().toArray(Integer[]::new));
        return uploads.stream()
                .map(upload -> upload.correctedBy(chains.getOrDefault(upload.id(), Set.of()).stream()
                        .map(corrections::get)
                        .filter(Objects::nonNull)
                        .toList()))
                .toList();
    }

    private static Map<Integer, UploadView.Correction> corrections(Handle handle, Integer[] ids) {
        Map<Integer, UploadView.Correction> corrections = new HashMap<>();
        handle.createQuery(SUMMARY)
                .define("which", "id = ANY (:ids)")
                .define("sums", SUMS)
                .bindArray("ids", Integer.class, (Object[]) ids)
                .map((row, _) -> Map.entry(row.getInt("id"), summary(row).asCorrection()))
                .forEach(correction -> corrections.put(correction.getKey(), correction.getValue()));
        return corrections;
    }

    private static UploadView summary(ResultSet row) throws SQLException {
        long bytes = row.getLong("bytes");
        @Nullable Long bytesOrNull = row.wasNull() ? null : bytes;
        return new UploadView(
                new UploadId(row.getObject("message_id", UUID.class)),
                StoredStates.trace(row.getString("traceparent")),
                row.getString("name"),
                StoredStates.loadingRules(row),
                retriedUnder(row.getString("retried_under")),
                StoredStates.uploadState(row.getString("state")),
                StoredStates.withdrawal(row.getString("withdrawn")),
                row.getString("aborted"),
                new UploadView.Content(
                        bytesOrNull,
                        row.getString("sha256"),
                        StoredLayout.read(row.getString("layout")),
                        StoredOptions.read(row.getString("options"))),
                times(row),
                new PartCounts(
                        row.getInt("received"),
                        row.getInt("queued"),
                        row.getInt("loaded"),
                        row.getInt("failed"),
                        row.getInt("cancelled"),
                        row.getInt("undone")),
                StoredStates.counters(row.getString("counters")),
                new UploadView.Lines(row.getLong("lines"), row.getLong("settled_lines")),
                new UploadView.Removal(
                        row.getLong("rows_removed"), row.getLong("rows_restored"), row.getLong("rows_kept")),
                new UploadView.Chain(StoredStates.corrects(row), List.of()),
                PostgresWebhookStore.read(row));
    }

    private static UploadView.Times times(ResultSet row) throws SQLException {
        return new UploadView.Times(
                row.getObject("now", OffsetDateTime.class).toInstant(),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                instant(row, "closed_at"),
                instant(row, "settled_at"),
                instant(row, "withdrawn_at"),
                instant(row, "withdrawal_ended_at"));
    }

    private static SortedSet<DuplicatePolicy> retriedUnder(@Nullable String keys) {
        SortedSet<DuplicatePolicy> policies = new TreeSet<>();
        if (keys != null) {
            for (String key : keys.split(",", -1)) {
                policies.add(StoredStates.duplicatePolicy(key));
            }
        }
        return policies;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Override
    public Optional<LegacyStatusView> legacyStatus(UploadId upload) {
        return PostgresFailures.translated(() -> jdbi.withHandle(handle -> handle.createQuery(LEGACY_STATUS)
                .bind("upload", upload.value())
                .scanResultSet((rows, _) -> legacyStatus(upload, rows.get()))));
    }

    private static Optional<LegacyStatusView> legacyStatus(UploadId upload, ResultSet row) throws SQLException {
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
            // An upload without parts is one row without a part.
            if (!row.wasNull()) {
                parts.add(new LegacyStatusView.PartReport(number, StoredStates.partState(row)));
            }
        } while (row.next());
        return Optional.of(new LegacyStatusView(upload, name, onDuplicate, dryRun, state, parts));
    }
}
