package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Checks, after the last fault and while the processes still run, that everything is finished and nothing is
/// left behind, within bounded times.
final class SettledCheck {

    /// The longest wait of Carga (150 s for a database that does not answer), and a minute for the work.
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(210);

    private static final Duration RECEIVING_TIMEOUT =
            Duration.ofSeconds(SystemUnderTest.ABANDONED_AFTER_S).plus(Duration.ofSeconds(30));

    private static final Duration QUEUE_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private static final String OTHER_SESSIONS =
            " FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'faults'"
                    + " AND backend_type = 'client backend' ";

    private final SystemUnderTest system;

    SettledCheck(SystemUnderTest system) {
        this.system = system;
    }

    void check(Iterable<FileHistory> files) throws SQLException, InterruptedException, IOException {
        long begin = System.nanoTime();
        awaitSettled();
        awaitEmptyQueues();
        system.journal()
                .say("settled " + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms after the last fault");
        checkStatuses(files);
        checkLocks();
        checkConnections();
    }

    /// The predecessor's status must call every accepted file completed.
    private void checkStatuses(Iterable<FileHistory> files) throws IOException {
        int port = system.webs().getFirst().port();
        for (FileHistory file : files) {
            for (FileHistory.Attempt attempt : file.attempts()) {
                if (attempt.response() instanceof UploadRequest.Response.Accepted(String messageId)) {
                    String status = Requests.status(port, messageId);
                    system.violations()
                            .addIf(
                                    !status.contains("\"status\":\"completed\""),
                                    attempt.name() + " was accepted, and its status is not completed");
                }
            }
        }
    }

    private void awaitSettled() throws SQLException, InterruptedException {
        String unsettled = "SELECT count(*) FROM carga_part WHERE state IN ('received', 'queued')";
        if (!await(SETTLE_TIMEOUT, () -> system.sql().number(unsettled) == 0)) {
            List<String> left = system.sql()
                    .list(
                            "SELECT format('%s/%s %s', u.name, p.number, p.state) FROM carga_part p"
                                    + " JOIN carga_upload u ON u.id = p.upload_id"
                                    + " WHERE p.state IN ('received', 'queued') ORDER BY u.id, p.number LIMIT 10",
                            row -> row.getString(1));
            system.violations()
                    .add(system.sql().number(unsettled) + " parts are not settled after " + SETTLE_TIMEOUT.toSeconds()
                            + " s without faults: " + left);
        }
        String receiving = "SELECT count(*) FROM carga_upload WHERE state = 'receiving'";
        if (!await(RECEIVING_TIMEOUT, () -> system.sql().number(receiving) == 0)) {
            system.violations()
                    .add(system.sql().number(receiving) + " uploads are still receiving though no client sends");
        }
        String unfinished =
                "SELECT count(*) FROM carga_upload WHERE withdrawn IS NOT NULL AND withdrawal_ended_at IS NULL";
        if (!await(SETTLE_TIMEOUT, () -> system.sql().number(unfinished) == 0)) {
            system.violations().add(system.sql().number(unfinished) + " undos or cancels do not end");
        }
    }

    private void awaitEmptyQueues() throws InterruptedException, SQLException {
        for (String queue : List.of(SystemUnderTest.QUEUE, SystemUnderTest.QUEUE + ".dead")) {
            boolean empty = await(QUEUE_TIMEOUT, () -> {
                try {
                    return Amqp.count(system.broker(), queue) == 0;
                } catch (IOException e) {
                    return false;
                }
            });
            system.violations().addIf(!empty, "messages are left in the queue " + queue);
        }
    }

    /// Periodic tasks open short transactions every few seconds: the condition must hold at one moment.
    private void checkLocks() throws SQLException, InterruptedException {
        boolean noTransactions = await(
                Duration.ofSeconds(20),
                () -> system.sql()
                                .number("SELECT count(*)" + OTHER_SESSIONS
                                        + "AND (state LIKE 'idle in transaction%' OR xact_start IS NOT NULL)")
                        == 0);
        system.violations()
                .addIf(
                        !noTransactions,
                        "transactions are open though there is no work: "
                                + system.sql()
                                        .list(
                                                "SELECT format('%s %s %s', application_name, state, wait_event)"
                                                        + OTHER_SESSIONS + "AND xact_start IS NOT NULL",
                                                row -> row.getString(1)));
        boolean noLocks = await(
                Duration.ofSeconds(20),
                () -> system.sql()
                                .number("SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid()"
                                        + " AND pid IN (SELECT pid" + OTHER_SESSIONS + ")")
                        == 0);
        system.violations().addIf(!noLocks, "locks are held though there is no work");
    }

    private void checkConnections() throws SQLException {
        int most = Settings.allConnections(Role.WEB, SystemUnderTest.PARTS_AT_ONCE);
        List<String> tooMany = system.sql()
                .list(
                        "SELECT format('%s: %s', application_name, count(*))" + OTHER_SESSIONS
                                + "GROUP BY application_name HAVING count(*) > ?",
                        row -> row.getString(1),
                        most);
        system.violations()
                .addIf(!tooMany.isEmpty(), "more connections than a process may have, " + most + ": " + tooMany);
        system.journal()
                .say("connections: "
                        + system.sql()
                                .list(
                                        "SELECT format('%s: %s', application_name, count(*))" + OTHER_SESSIONS
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
            Thread.sleep(POLL_INTERVAL);
        }
        return true;
    }
}
