package dev.carga.bootstrap.faults;

import dev.carga.bootstrap.faults.FileCheck.Compared;
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

/// Compares files and table after all processes of Carga have stopped.
final class TableCheck {

    private static final int THREADS = 2;
    private static final Pattern DOCUMENT =
            Pattern.compile("[0-9]{3}[.][0-9]{3}[.][0-9]{3}-[0-9]{2}|[0-9A-Z]{2}[.][0-9A-Z]{3}[.][0-9A-Z]{3}/");

    /// Log lines that no fault of a server or the network explains: an unexpected exception, or a wrong
    /// cause.
    private static final Pattern UNEXPECTED_FAULT = Pattern.compile("event=(handler_failed|duty_failed|part_unreadable)"
            + "|event=part_given_back .*refuses|java[.]lang[.][A-Za-z]*Error|NullPointerException");

    private final Sql sql;
    private final Violations violations;

    TableCheck(Sql sql, Violations violations) {
        this.sql = sql;
        this.violations = violations;
    }

    Compared check(Iterable<FileHistory> files) throws SQLException, InterruptedException {
        createIndex();
        Compared compared = Compared.NOTHING;
        try (ExecutorService readers = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Compared>> all = new ArrayList<>();
            for (FileHistory file : files) {
                all.add(readers.submit(() -> new FileCheck(file, sql, violations).check()));
            }
            for (Future<Compared> one : all) {
                compared = compared.plus(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        long rows = sql.number("SELECT count(*) FROM user_purchase");
        violations.addIf(
                rows != compared.rows(),
                "the table has " + rows + " rows, of which " + compared.rows() + " come from lines of the files");
        long repeated =
                sql.number("SELECT count(*) FROM (SELECT cpf FROM user_purchase GROUP BY cpf HAVING count(*) > 1) x");
        violations.addIf(repeated > 0, repeated + " CPFs have more than one row");
        long added = sql.number("SELECT coalesce(sum((counters ->> 'total_added')::bigint), 0) FROM carga_part");
        long removed = sql.number("SELECT coalesce(sum(rows_removed), 0) FROM carga_upload");
        violations.addIf(
                rows != added - removed,
                "the parts have added " + added + " rows, undos have removed " + removed + ", and the table" + " has "
                        + rows);
        long uploads = sql.number("SELECT count(*) FROM carga_upload");
        violations.addIf(
                uploads != compared.uploads(), uploads + " uploads, of which " + compared.uploads() + " were sent");
        return compared;
    }

    /// Without the index, each upload would need a scan of the table.
    private void createIndex() throws SQLException {
        try (Connection connection = sql.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE INDEX IF NOT EXISTS faults_check ON user_purchase (upload_id, line)");
            statement.execute("ANALYZE user_purchase");
        }
    }

    /// No log may contain a CPF or a CNPJ, or report a fault of Carga itself.
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
                    violations.add(log.getFileName() + " contains a CPF or a CNPJ");
                } else if (UNEXPECTED_FAULT.matcher(line).find()) {
                    violations.add(log.getFileName() + " reports a fault of Carga itself: " + line);
                }
            });
        }
    }
}
