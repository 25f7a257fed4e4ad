package dev.carga.adapters.postgres.load;

import com.github.luben.zstd.Zstd;
import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.adapters.postgres.rows.PurchaseCopy;
import dev.carga.adapters.postgres.rows.RefusedRows;
import dev.carga.adapters.postgres.rows.StagedRows;
import dev.carga.adapters.postgres.rows.UnknownColumns;
import dev.carga.application.load.LoadingMeter;
import dev.carga.application.load.PartLoader;
import dev.carga.application.report.UploadIssues;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.ParsedPart;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DistinctRows;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One transaction locks the row of the part, adds the purchases and writes the outcome. It does not wait for
/// the lock: if another transaction has it, that one loads the part.
public final class PostgresPartLoader implements PartLoader {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresPartLoader.class);

    private final Jdbi jdbi;
    private final LoadingMeter meter;
    private final boolean keepsReplaced;
    private final PartOutcomeRows outcomes;
    private final LayoutCache layouts = new LayoutCache();

    /// @param keepsReplaced whether rows that an update replaces are stored, so that an undo can restore them
    public PostgresPartLoader(Jdbi jdbi, LoadingMeter meter, UploadIssues.Limits limits, boolean keepsReplaced) {
        this.jdbi = jdbi;
        this.meter = meter;
        this.keepsReplaced = keepsReplaced;
        this.outcomes = new PartOutcomeRows(limits);
    }

    @Override
    public Outcome load(PartRef part, Reading reading) {
        LoadStopwatch stopwatch = new LoadStopwatch();
        try {
            Outcome outcome = jdbi.inTransaction(handle -> load(handle, part, reading, stopwatch));
            stopwatch.committed().ifPresent(meter::settled);
            return outcome;
        } catch (JdbiException | SQLException e) {
            throw PostgresFailures.translate(e);
        }
    }

    private Outcome load(Handle handle, PartRef ref, Reading reading, LoadStopwatch stopwatch) throws SQLException {
        Optional<PartRow> locked = PartRow.lock(handle, ref, layouts);
        if (locked.isEmpty()) {
            return PartRow.exists(handle, ref) ? new Outcome.Busy() : new Outcome.Unknown();
        }
        PartRow part = locked.get();
        if (!(part.state() instanceof PartState.Queued)) {
            return new Outcome.NotQueued(part.state());
        }
        if (part.withdrawn()) {
            return outcomes.cancelled(handle, part);
        }
        stopwatch.locked(part.waitedSeconds());
        ParsedPart parsed;
        try {
            parsed = reading.read(
                            Zstd.decompress(part.payload(), part.payloadBytes()),
                            part.firstLine(),
                            part.format(),
                            part.rules().linePolicies())
                    .withColumns(part.header());
        } catch (RuntimeException e) {
            // Damaged bytes or a bug: the same bytes would fail every time, so the part must not be retried
            // for ever.
            LOG.error("event=part_unreadable upload={} part={}", ref.upload(), ref.number(), e);
            return outcomes.failed(handle, part, PartFailure.unreadable());
        }
        stopwatch.parsed();
        Outcome outcome = part.rules().dryRun() ? simulate(handle, part, parsed) : addRows(handle, part, parsed);
        stopwatch.copied();
        return outcome;
    }

    /// Copies the rows straight into the table, which is fastest and works if no CPF is there yet. Stages
    /// them only if a CPF is there and the policy allows that.
    private Outcome addRows(Handle handle, PartRow part, ParsedPart parsed) throws SQLException {
        Connection connection = handle.getConnection();
        DuplicatePolicy policy = part.rules().onDuplicate();
        DistinctRows distinct = DistinctRows.of(parsed, policy);
        List<Purchase> rows = distinct.rows();
        List<Long> givenWay = new ArrayList<>(distinct.duplicateLines());
        @Nullable SQLException refusal = attempt(connection, () -> copy(connection, part, rows));
        if (refusal != null && policy != DuplicatePolicy.FAIL && RefusedRows.isTakenCpf(refusal)) {
            StagedRows.Order order =
                    new StagedRows.Order(part.ref(), part.uploadId(), policy, part.columns(), keepsReplaced);
            refusal = attempt(connection, () -> givenWay.addAll(StagedRows.add(connection, order, rows)));
        }
        if (refusal != null) {
            return outcomes.failed(handle, part, RefusedRows.explain(handle, rows, refusal));
        }
        return outcomes.loaded(handle, part, parsed, givenWay);
    }

    /// Finds the outcome that [#addRows] would have, without adding a row.
    private Outcome simulate(Handle handle, PartRow part, ParsedPart parsed) {
        DuplicatePolicy policy = part.rules().onDuplicate();
        if (policy == DuplicatePolicy.FAIL) {
            Optional<Purchase> duplicate = DryRun.addAllOrNone(handle, part.uploadId(), parsed.rows());
            return duplicate.isPresent()
                    ? outcomes.failed(handle, part, RefusedRows.takenCpf(duplicate.get()))
                    : outcomes.loaded(handle, part, parsed, List.of());
        }
        DistinctRows distinct = DistinctRows.of(parsed, policy);
        List<Long> givenWay = new ArrayList<>(distinct.duplicateLines());
        givenWay.addAll(DryRun.add(handle, part.uploadId(), policy, distinct.rows()));
        return outcomes.loaded(handle, part, parsed, givenWay);
    }

    private static void copy(Connection connection, PartRow part, List<Purchase> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        new PurchaseCopy()
                .copy(connection.unwrap(PGConnection.class).getCopyAPI(), "user_purchase", rows, part.uploadId());
        if (part.rules().onDuplicate() == DuplicatePolicy.UPDATE) {
            UnknownColumns.insertForAdded(connection, part.uploadId(), rows, part.columns());
        }
    }

    /// A change of the table.
    @FunctionalInterface
    private interface Change {
        void apply() throws SQLException;
    }

    /// Applies the change. If the data is at fault, takes it back, so that the transaction can continue.
    ///
    /// @return the database's error if the data is at fault; null if the change was applied
    /// @throws SQLException any other error, a deadlock among them: it passes, and the part is delivered again
    private static @Nullable SQLException attempt(Connection connection, Change change) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            change.apply();
            // A deferred constraint would only be checked at the commit; its violation is the data's fault,
            // too.
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
}
