package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.faults.FileCheck.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The comparison of files and table, when all processes of Carga have ended.
final class TableCheck {

    private static final int AT_ONCE = 2;
    private static final Pattern DOCUMENT =
            Pattern.compile("[0-9]{3}[.][0-9]{3}[.][0-9]{3}-[0-9]{2}|[0-9A-Z]{2}[.][0-9A-Z]{3}[.][0-9A-Z]{3}/");

    /// What no fault of a server or of the network explains: something was thrown that nobody expected, or
    /// blamed on what is not to blame.
    private static final Pattern FAULT_OF_OURS = Pattern.compile("event=(handler_failed|duty_failed|part_unreadable)"
            + "|event=part_given_back .*refuses|java[.]lang[.][A-Za-z]*Error|NullPointerException");

    private final Sql sql;
    private final Complaints complaints;

    TableCheck(Sql sql, Complaints complaints) {
        this.sql = sql;
        this.complaints = complaints;
    }

    Found check(Iterable<Family> families) throws SQLException, InterruptedException {
        prepare();
        Found found = Found.NOTHING;
        try (ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Found>> all = new ArrayList<>();
            for (Family family : families) {
                all.add(readers.submit(() -> new FileCheck(family, sql, complaints).check()));
            }
            for (Future<Found> one : all) {
                found = found.plus(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        long rows = sql.number("SELECT count(*) FROM user_purchase");
        complaints.addIf(
                rows != found.rows(),
                "the table has " + rows + " rows, of which " + found.rows() + " come from lines of the files");
        long twice =
                sql.number("SELECT count(*) FROM (SELECT cpf FROM user_purchase GROUP BY cpf HAVING count(*) > 1) x");
        complaints.addIf(twice > 0, twice + " CPFs have more than one row");
        long added = sql.number("SELECT coalesce(sum((counters ->> 'total_added')::bigint), 0) FROM carga_part");
        long removed = sql.number("SELECT coalesce(sum(rows_removed), 0) FROM carga_upload");
        complaints.addIf(
                rows != added - removed,
                "the parts have added " + added + " rows, undos have removed " + removed + ", and " + rows
                        + " are there");
        long uploads = sql.number("SELECT count(*) FROM carga_upload");
        complaints.addIf(uploads != found.uploads(), uploads + " uploads, of which " + found.uploads() + " were sent");
        return found;
    }

    /// One walk through the table for each upload would take all day.
    private void prepare() throws SQLException {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE INDEX IF NOT EXISTS faults_check ON user_purchase (upload_id, line)");
            statement.execute("ANALYZE user_purchase");
        }
    }

    /// Whatever went wrong, no log holds a CPF or a CNPJ, and none tells of a fault of Carga's own.
    void checkLogs(Path folder) throws IOException {
        try (Stream<Path> logs = Files.list(folder)) {
            for (Path log : logs.toList()) {
                checkLog(log);
            }
        }
    }

    private void checkLog(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            lines.forEach(line -> {
                if (DOCUMENT.matcher(line).find()) {
                    complaints.add(log.getFileName() + " holds a CPF or a CNPJ");
                } else if (FAULT_OF_OURS.matcher(line).find()) {
                    complaints.add(log.getFileName() + " tells of a fault of Carga's own: " + line);
                }
            });
        }
    }
}
