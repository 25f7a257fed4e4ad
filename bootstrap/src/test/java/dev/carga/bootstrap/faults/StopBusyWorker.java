package dev.carga.bootstrap.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// SIGSTOP of a worker in the middle of a COPY, so that it holds a part; SIGCONT a good while later. Where that is
/// longer than every timeout, the database must have ended the transaction by then, so that others could have
/// the part.
final class StopBusyWorker {

    /// The database ends a transaction in which nothing is done after a minute, and Carga one that waits for
    /// more rows; the others look every few seconds.
    static final Duration TRANSACTION_LIVES_AT_MOST = Duration.ofSeconds(100);

    private static final Duration LOOK_FOR_A_COPY = Duration.ofSeconds(5);
    private static final Duration LOOK_FOR = Duration.ofSeconds(8);
    private static final Duration WORKED_OFF = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private static final String IN_A_COPY = """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name = ? AND state = 'active' AND query ILIKE 'COPY user_purchase%'""";

    /// Of a statement in this state PostgreSQL's statement_timeout does not count the time.
    private static final String WAITS_FOR_MORE = IN_A_COPY + " AND wait_event = 'ClientRead'";

    /// The lock on the part's row, or rather on its table, which goes with it.
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

    private StopBusyWorker() {}

    /// Whether the worker held a part when it was stopped; in a COPY, if it was in one soon.
    static boolean stop(Service worker, Sql sql) throws SQLException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            long waited = System.nanoTime() - start;
            boolean choosy = waited < LOOK_FOR_A_COPY.toNanos();
            if (sql.number(choosy ? IN_A_COPY : HOLDS_A_PART, worker.name()) > 0 || waited > LOOK_FOR.toNanos()) {
                worker.pause();
                // What it has sent, the database works off first; it may even have been all.
                Thread.sleep(WORKED_OFF.toMillis());
                boolean found = sql.number(choosy ? WAITS_FOR_MORE : HOLDS_A_PART, worker.name()) > 0;
                if (found || waited > LOOK_FOR.toNanos()) {
                    return found;
                }
                worker.resume();
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /// Says what the stopped worker still holds after so long, and complains if it may not any more.
    static void tell(Service worker, Duration stopped, Rig rig) throws SQLException {
        List<String> held = rig.sql().list(HELD, row -> row.getString(1), worker.name());
        rig.journal()
                .say("    stopped for " + stopped.toSeconds() + " s, " + worker.name() + " holds "
                        + (held.isEmpty() ? "nothing" : held));
        if (stopped.compareTo(TRANSACTION_LIVES_AT_MOST) > 0) {
            long tooOld = rig.sql().number(TOO_OLD, worker.name(), (double) TRANSACTION_LIVES_AT_MOST.toSeconds());
            rig.complaints()
                    .addIf(
                            tooOld > 0,
                            "a worker that was stopped keeps its part from the others: " + tooOld
                                    + " transactions of " + worker.name() + " are older than "
                                    + TRANSACTION_LIVES_AT_MOST.toSeconds() + " s");
        }
    }
}
