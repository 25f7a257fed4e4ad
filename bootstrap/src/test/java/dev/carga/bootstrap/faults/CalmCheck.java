package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// What must become true when calm has returned, and how long that may take: nothing unfinished, nothing left behind.
/// The processes are still running.
final class CalmCheck {

    /// The longest that anything waits by itself (150 s for a database that does not answer), and a minute for
    /// the work.
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(210);

    private static final Duration ENDS_RECEIVING_WITHIN =
            Duration.ofSeconds(Rig.ABANDONED_AFTER_S).plus(Duration.ofSeconds(30));

    private static final Duration EMPTIES_WITHIN = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private static final String OTHERS =
            " FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'faults'"
                    + " AND backend_type = 'client backend' ";

    private final Rig rig;

    CalmCheck(Rig rig) {
        this.rig = rig;
    }

    void check(Iterable<Family> families) throws SQLException, InterruptedException, IOException {
        long begin = System.nanoTime();
        awaitSettled();
        awaitEmptyQueues();
        rig.journal()
                .say("settled " + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms after the calm");
        checkStatuses(families);
        checkLocks();
        checkConnections();
    }

    /// What those who sent the files are told.
    private void checkStatuses(Iterable<Family> families) throws IOException {
        int port = rig.webs().getFirst().port();
        for (Family family : families) {
            for (Family.Attempt attempt : family.attempts()) {
                if (attempt.answer() instanceof Sending.Answer.Accepted(String messageId)) {
                    String status = Requests.status(port, messageId);
                    rig.complaints()
                            .addIf(
                                    !status.contains("\"status\":\"completed\""),
                                    attempt.name() + " was accepted, and its status is not completed");
                }
            }
        }
    }

    private void awaitSettled() throws SQLException, InterruptedException {
        String unsettled = "SELECT count(*) FROM carga_part WHERE state IN ('received', 'queued')";
        if (!await(SETTLES_WITHIN, () -> rig.sql().number(unsettled) == 0)) {
            List<String> left = rig.sql()
                    .list(
                            "SELECT format('%s/%s %s', u.name, p.number, p.state) FROM carga_part p"
                                    + " JOIN carga_upload u ON u.id = p.upload_id"
                                    + " WHERE p.state IN ('received', 'queued') ORDER BY u.id, p.number LIMIT 10",
                            row -> row.getString(1));
            rig.complaints()
                    .add(rig.sql().number(unsettled) + " parts are not settled after " + SETTLES_WITHIN.toSeconds()
                            + " s of calm: " + left);
        }
        String receiving = "SELECT count(*) FROM carga_upload WHERE state = 'receiving'";
        if (!await(ENDS_RECEIVING_WITHIN, () -> rig.sql().number(receiving) == 0)) {
            rig.complaints()
                    .add(rig.sql().number(receiving) + " uploads are still receiving though nobody sends any more");
        }
        String unfinished =
                "SELECT count(*) FROM carga_upload WHERE withdrawn IS NOT NULL AND withdrawal_ended_at IS NULL";
        if (!await(SETTLES_WITHIN, () -> rig.sql().number(unfinished) == 0)) {
            rig.complaints().add(rig.sql().number(unfinished) + " undos or cancellings do not come to their end");
        }
    }

    private void awaitEmptyQueues() throws InterruptedException, SQLException {
        for (String queue : List.of(Rig.QUEUE, Rig.QUEUE + ".dead")) {
            boolean empty = await(EMPTIES_WITHIN, () -> {
                try {
                    return Amqp.count(rig.broker(), queue) == 0;
                } catch (IOException e) {
                    return false;
                }
            });
            rig.complaints().addIf(!empty, "messages are left in the queue " + queue);
        }
    }

    /// Those who look for lost parts every few seconds come and go: each look must find them done a moment later.
    private void checkLocks() throws SQLException, InterruptedException {
        boolean none = await(
                Duration.ofSeconds(20),
                () -> rig.sql()
                                .number("SELECT count(*)" + OTHERS
                                        + "AND (state LIKE 'idle in transaction%' OR xact_start IS NOT NULL)")
                        == 0);
        rig.complaints()
                .addIf(
                        !none,
                        "transactions are open though nothing is to be done: "
                                + rig.sql()
                                        .list(
                                                "SELECT format('%s %s %s', application_name, state, wait_event)"
                                                        + OTHERS + "AND xact_start IS NOT NULL",
                                                row -> row.getString(1)));
        boolean noLocks = await(
                Duration.ofSeconds(20),
                () -> rig.sql()
                                .number("SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid()"
                                        + " AND pid IN (SELECT pid" + OTHERS + ")")
                        == 0);
        rig.complaints().addIf(!noLocks, "locks are held though nothing is to be done");
    }

    private void checkConnections() throws SQLException {
        int most = Settings.allConnections(Role.WEB, Rig.PARTS_AT_ONCE);
        List<String> tooMany = rig.sql()
                .list(
                        "SELECT format('%s: %s', application_name, count(*))" + OTHERS
                                + "GROUP BY application_name HAVING count(*) > ?",
                        row -> row.getString(1),
                        most);
        rig.complaints()
                .addIf(!tooMany.isEmpty(), "more connections than a process may have, " + most + ": " + tooMany);
        rig.journal()
                .say("connections: "
                        + rig.sql()
                                .list(
                                        "SELECT format('%s: %s', application_name, count(*))" + OTHERS
                                                + "GROUP BY application_name ORDER BY 1",
                                        row -> row.getString(1)));
    }

    @FunctionalInterface
    private interface Condition {
        boolean isTrue() throws SQLException;
    }

    private static boolean await(Duration bound, Condition condition) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!condition.isTrue()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOOK_EVERY);
        }
        return true;
    }
}
