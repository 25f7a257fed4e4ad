package dev.carga.adapters.postgres.load;

import com.github.luben.zstd.Zstd;
import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.layout.StoredColumns;
import dev.carga.adapters.postgres.layout.StoredLayout;
import dev.carga.adapters.postgres.report.PostgresUploadIssues;
import dev.carga.adapters.postgres.rows.PurchaseCopy;
import dev.carga.adapters.postgres.rows.RefusedRows;
import dev.carga.adapters.postgres.rows.StagedRows;
import dev.carga.adapters.postgres.rows.UnknownColumns;
import dev.carga.adapters.postgres.state.LimitCheck;
import dev.carga.adapters.postgres.state.PartTransitions;
import dev.carga.adapters.postgres.state.StoredStates;
import dev.carga.application.load.LoadingMeter;
import dev.carga.application.load.PartLoader;
import dev.carga.application.report.UploadIssues;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DistinctRows;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The part's row lock, the rows and the outcome are one transaction. The lock is not waited for: who does not
/// get it leaves the part to its holder.
public final class PostgresPartLoader implements PartLoader {

    private static final String TAKE = "SELECT p.upload_id, coalesce(p.on_duplicate, u.on_duplicate) AS on_duplicate,"
            + " " + StoredStates.PART_RULES_COLUMNS + ", u.withdrawn IS NOT NULL AS withdrawn,"
            + " u.layout::text AS layout, p.columns::text AS columns, p.first_line, p.payload, p.payload_bytes, "
            + "extract(epoch FROM clock_timestamp() - p.sent_at)::float8 AS waited_seconds, "
            + StoredStates.PART_STATE_COLUMNS + """
             FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
            WHERE u.message_id = :upload AND p.number = :number
            FOR UPDATE OF p SKIP LOCKED""";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresPartLoader.class);

    private final Jdbi jdbi;
    private final LoadingMeter meter;
    private final UploadIssues.Limits limits;
    private final boolean keepsReplaced;
    private volatile @Nullable ReadLayout lastRead;

    /// @param keepsReplaced whether rows that an update replaces are kept for its undo
    public PostgresPartLoader(Jdbi jdbi, LoadingMeter meter, UploadIssues.Limits limits, boolean keepsReplaced) {
        this.jdbi = jdbi;
        this.meter = meter;
        this.limits = limits;
        this.keepsReplaced = keepsReplaced;
    }

    /// Most parts that are loaded one after another are of one upload.
    private record ReadLayout(@Nullable String json, LineFormat lines) {}

    /// A part whose row this transaction holds.
    ///
    /// @param file   how the lines below the first header of the file are read
    /// @param header the one that its first line stands below, where it is not the first of the file
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record HeldPart(
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

        LineFormat format() {
            return header == null ? file : file.withColumns(header);
        }

        /// Those that a line of the file, not of this part alone, may say something of, a bit for each.
        int columns() {
            return file.columns().columns().stream().mapToInt(Purchase::bit).reduce(0, (one, other) -> one | other);
        }
    }

    @Override
    public Outcome load(PartRef part, Reading reading) {
        LoadWatch watch = new LoadWatch();
        try {
            Outcome outcome = jdbi.inTransaction(handle -> load(handle, part, reading, watch));
            watch.committed().ifPresent(meter::settled);
            return outcome;
        } catch (JdbiException | SQLException e) {
            throw PostgresFailures.translate(e);
        }
    }

    private Outcome load(Handle handle, PartRef ref, Reading reading, LoadWatch watch) throws SQLException {
        Optional<HeldPart> taken = take(handle, ref);
        if (taken.isEmpty()) {
            return exists(handle, ref) ? new Outcome.Busy() : new Outcome.Unknown();
        }
        HeldPart part = taken.get();
        if (!(part.state() instanceof PartState.Queued)) {
            return new Outcome.NotQueued(part.state());
        }
        if (part.withdrawn()) {
            return cancel(handle, part);
        }
        watch.taken(part.waitedSeconds());
        ParsedPart parsed;
        try {
            parsed = reading.read(
                            Zstd.decompress(part.payload(), part.payloadBytes()),
                            part.firstLine(),
                            part.format(),
                            part.rules().linePolicies())
                    .withColumns(part.header());
        } catch (RuntimeException e) {
            // Damaged bytes, or a fault of ours: the same bytes would end so every time, and must not
            // come for ever.
            LOG.error("event=part_unreadable upload={} part={}", ref.upload(), ref.number(), e);
            return fail(handle, part, PartFailure.unreadable());
        }
        watch.parsed();
        Outcome outcome = part.rules().dryRun() ? pretend(handle, part, parsed) : addRows(handle, part, parsed);
        watch.copied();
        return outcome;
    }

    private Optional<HeldPart> take(Handle handle, PartRef ref) {
        return handle.createQuery(TAKE)
                .bind("upload", ref.upload().value())
                .bind("number", ref.number())
                .map((row, _) -> new HeldPart(
                        ref,
                        row.getInt("upload_id"),
                        StoredStates.loadingRules(row),
                        row.getBoolean("withdrawn"),
                        StoredStates.partState(row),
                        lines(row.getString("layout")),
                        StoredColumns.read(row.getString("columns")),
                        row.getLong("first_line"),
                        row.getBytes("payload"),
                        row.getInt("payload_bytes"),
                        row.getDouble("waited_seconds")))
                .findOne();
    }

    private LineFormat lines(@Nullable String layout) {
        @Nullable ReadLayout read = lastRead;
        if (read == null || !Objects.equals(layout, read.json())) {
            read = new ReadLayout(layout, StoredLayout.lines(layout));
            lastRead = read;
        }
        return read.lines();
    }

    private static boolean exists(Handle handle, PartRef ref) {
        return handle.createQuery("""
                        SELECT EXISTS (
                            SELECT 1 FROM carga_part p JOIN carga_upload u ON u.id = p.upload_id
                            WHERE u.message_id = :upload AND p.number = :number)""")
                .bind("upload", ref.upload().value())
                .bind("number", ref.number())
                .mapTo(Boolean.class)
                .one();
    }

    /// First in the hope that no CPF is there yet; only a part that meets one, and may, goes the slower way.
    private Outcome addRows(Handle handle, HeldPart part, ParsedPart parsed) throws SQLException {
        Connection connection = handle.getConnection();
        DuplicatePolicy policy = part.rules().onDuplicate();
        DistinctRows distinct = DistinctRows.of(parsed, policy);
        List<Purchase> rows = distinct.rows();
        List<Long> givenWay = new ArrayList<>(distinct.duplicateLines());
        @Nullable SQLException refusal = tryTo(connection, () -> copy(connection, part, rows));
        if (refusal != null && policy != DuplicatePolicy.FAIL && RefusedRows.isTakenCpf(refusal)) {
            StagedRows.Order order =
                    new StagedRows.Order(part.ref(), part.uploadId(), policy, part.columns(), keepsReplaced);
            refusal = tryTo(connection, () -> givenWay.addAll(StagedRows.add(connection, order, rows)));
        }
        if (refusal != null) {
            return fail(handle, part, RefusedRows.explain(handle, rows, refusal));
        }
        return succeed(handle, part, policy, givenWay, parsed);
    }

    /// What [#addRows] would have come to.
    private Outcome pretend(Handle handle, HeldPart part, ParsedPart parsed) {
        DuplicatePolicy policy = part.rules().onDuplicate();
        if (policy == DuplicatePolicy.FAIL) {
            Optional<Purchase> duplicate = DryRun.addAllOrNone(handle, part.uploadId(), parsed.rows());
            return duplicate.isPresent()
                    ? fail(handle, part, RefusedRows.takenCpf(duplicate.get()))
                    : succeed(handle, part, policy, List.of(), parsed);
        }
        DistinctRows distinct = DistinctRows.of(parsed, policy);
        List<Long> givenWay = new ArrayList<>(distinct.duplicateLines());
        givenWay.addAll(DryRun.add(handle, part.uploadId(), policy, distinct.rows()));
        return succeed(handle, part, policy, givenWay, parsed);
    }

    private static void copy(Connection connection, HeldPart part, List<Purchase> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        new PurchaseCopy()
                .copy(connection.unwrap(PGConnection.class).getCopyAPI(), "user_purchase", rows, part.uploadId());
        if (part.rules().onDuplicate() == DuplicatePolicy.UPDATE) {
            UnknownColumns.noteAdded(connection, part.uploadId(), rows, part.columns());
        }
    }

    /// Changes the table.
    @FunctionalInterface
    private interface Change {
        void make() throws SQLException;
    }

    /// What the database has against the rows, if the data is at fault; then nothing was changed, and the
    /// transaction can go on. Anything else is thrown, a deadlock too: it passes, and the part comes again.
    private static @Nullable SQLException tryTo(Connection connection, Change change) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            change.make();
            // What a constraint of their own would only say at the commit is the data's fault too, and
            // told now.
            try (Statement check = connection.createStatement()) {
                check.execute("SET CONSTRAINTS ALL IMMEDIATE");
            }
            return null;
        } catch (SQLException e) {
            if (!PostgresFailures.isFaultOfData(e)) {
                throw e;
            }
            connection.rollback(before);
            return e;
        }
    }

    private Outcome succeed(
            Handle handle, HeldPart part, DuplicatePolicy policy, List<Long> givenWay, ParsedPart parsed) {
        Counters counters = policy.count(parsed.counters(), givenWay.size());
        List<Long> leftOut = counters.of(Counter.DUPLICATES) > 0 ? givenWay : List.of();
        PostgresUploadIssues.Kept kept =
                PostgresUploadIssues.keep(handle, part.uploadId(), parsed.issuesWithout(leftOut), limits);
        PartTransitions.load(
                handle,
                part.uploadId(),
                part.ref().number(),
                new PartTransitions.Loaded(counters, leftOut, kept.issues(), kept.lineBytes()));
        if (LimitCheck.isLimited(part.rules())) {
            LimitCheck.check(handle, part.uploadId());
        }
        return part.rules().dryRun() ? new Outcome.Checked(counters) : new Outcome.Loaded(counters);
    }

    /// Somebody else held the part while its upload was withdrawn.
    private static Outcome cancel(Handle handle, HeldPart part) {
        PartTransitions.cancel(handle, part.uploadId(), part.ref().number());
        return new Outcome.NotQueued(new PartState.Cancelled());
    }

    private static Outcome fail(Handle handle, HeldPart part, PartFailure failure) {
        PartTransitions.fail(handle, part.uploadId(), part.ref().number(), failure);
        return new Outcome.Failed(failure);
    }
}
