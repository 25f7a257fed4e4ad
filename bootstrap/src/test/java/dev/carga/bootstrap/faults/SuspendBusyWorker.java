package dev.carga.bootstrap.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Suspends a worker in the middle of a COPY, so that it holds a part, and resumes it later. If the
/// suspension is longer than every timeout, the database must have ended the transaction, so that other
/// workers can load the part.
final class SuspendBusyWorker {

    /// PostgreSQL ends an idle transaction after a minute. Other Carga processes end one whose COPY waits for
    /// rows; they check every few seconds.
    static final Duration MAX_TRANSACTION_AGE = Duration.ofSeconds(100);

    private static final Duration COPY_SEARCH_TIME = Duration.ofSeconds(5);
    private static final Duration SEARCH_TIME = Duration.ofSeconds(8);
    private static final Duration BUFFER_TIME = Duration.ofMillis(200);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    private static final String IN_A_COPY = """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name = ? AND state = 'active' AND query ILIKE 'COPY user_purchase%'""";

    /// A state in which PostgreSQL's statement_timeout does not count.
    private static final String WAITS_FOR_MORE = IN_A_COPY + " AND wait_event = 'ClientRead'";

    /// The lock on the table that comes with the lock on the part's row.
    private static final String HOLDS_A_PART = """
            SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid
            WHERE a.application_name = ? AND l.mode = 'RowShareLock' AND l.granted
              AND l.relation = 'carga_part'::regclass""";

    private static final String HELD = """
            SELECT format('%s, waiting for %s, transaction of %s s', state, coalesce(wait_event, 'nothing'),
                          round(extract(epoch FROM clock_timestamp() - xact_start)))
            FROM pg_stat_activity WHERE application_name = ? AND xact_start IS NOT NULL""";

    private static final String TOO_OLD = """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name = ? AND xact_start < clock_timestamp() - make_interval(secs => ?)""";

    private SuspendBusyWorker() {}

    /// Suspends the worker, in a COPY if it starts one within 5 s.
    ///
    /// @return whether the suspended worker holds a part
    static boolean suspend(SupervisedProcess worker, Sql sql) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            long waited = System.nanoTime() - start;
            boolean inCopy = waited < COPY_SEARCH_TIME.toNanos();
            if (sql.number(inCopy ? IN_A_COPY : HOLDS_A_PART, worker.name()) > 0 || waited > SEARCH_TIME.toNanos()) {
                worker.suspend();
                // The database first processes the rows that were sent; these may be all of the part.
                Thread.sleep(BUFFER_TIME.toMillis());
                boolean found = sql.number(inCopy ? WAITS_FOR_MORE : HOLDS_A_PART, worker.name()) > 0;
                if (found || waited > SEARCH_TIME.toNanos()) {
                    return found;
                }
                worker.resume();
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    /// Logs what the suspended worker holds after this time. It is a violation if its transaction is too old.
    static void report(SupervisedProcess worker, Duration suspended, SystemUnderTest system) throws SQLException {
        List<String> held = system.sql().list(HELD, row -> row.getString(1), worker.name());
        system.journal()
                .say("    suspended for " + suspended.toSeconds() + " s, " + worker.name() + " holds "
                        + (held.isEmpty() ? "nothing" : held));
        if (suspended.compareTo(MAX_TRANSACTION_AGE) > 0) {
            long tooOld = system.sql().number(TOO_OLD, worker.name(), (double) MAX_TRANSACTION_AGE.toSeconds());
            system.violations()
                    .addIf(
                            tooOld > 0,
                            "a suspended worker keeps its part from other workers: " + tooOld
                                    + " transactions of " + worker.name() + " are older than "
                                    + MAX_TRANSACTION_AGE.toSeconds() + " s");
        }
    }
}
