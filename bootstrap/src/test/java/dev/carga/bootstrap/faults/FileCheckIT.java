package dev.carga.bootstrap.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.layout.CuttingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Shows that the fault suite notices errors: Carga loads a file, then the test falsifies the tables.
class FileCheckIT {

    private static final FileContent UNIQUE = new FileContent(20261124, 1_500, 0);
    private static final FileContent WITH_DUPLICATES = new FileContent(20261125, 1_500, 20);

    /// Some later lines with a repeated CPF have an unreadable value.
    private static final FileContent WITH_MANY_DUPLICATES = new FileContent(20261126, 3_000, 2);

    private final TestDatabase database = new TestDatabase();
    private final Sql sql = sql(database.settings(1));

    @TempDir
    private Path folder;

    @AfterEach
    void dropTheSchema() {
        database.close();
    }

    private static Sql sql(DatabaseSettings settings) {
        return new Sql(settings.jdbcUrl(), settings.user(), settings.password());
    }

    private FileHistory load(FileContent content, String... policies) {
        FileHistory file = new FileHistory(1, content);
        try (Carga carga = Carga.of(new Settings(
                        Role.ALL,
                        HttpSettings.on("127.0.0.1", 0),
                        database.settings(12),
                        null,
                        Path.of("unused"),
                        2,
                        8,
                        5,
                        Duration.ofMinutes(2),
                        new CuttingRules(200, 1 << 20, 1 << 16)))
                .start()) {
            for (String policy : policies) {
                String name = file.nextName();
                UploadRequest.Response response = UploadRequest.send(
                        carga.port(), name, policy, content, UploadRequest.CutPoint.NONE, new StallTimer());
                file.add(new FileHistory.Attempt(name, policy, response));
                awaitSettled();
            }
        }
        return file;
    }

    private void awaitSettled() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        sql.number("SELECT count(*) FROM carga_part WHERE state NOT IN ('loaded', 'failed')") == 0);
    }

    private List<String> violations(FileHistory file) throws Exception {
        try (Journal journal = new Journal(folder.resolve("journal"))) {
            Violations violations = new Violations(journal);
            new TableCheck(sql, violations).check(List.of(file));
            return violations.all();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "skip", "update"})
    void fileWithDuplicatesLoadsWithoutViolations(String policy) throws Exception {
        assertThat(violations(load(WITH_DUPLICATES, policy))).isEmpty();
    }

    @Test
    void unreadableValueDoesNotUpdateTheRow() throws Exception {
        assertThat(violations(load(WITH_MANY_DUPLICATES, "update"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"fail,fail", "fail,skip", "skip,update", "update,update"})
    void fileSentTwiceLoadsWithoutViolations(String first, String second) throws Exception {
        assertThat(violations(load(UNIQUE, first, second))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a row is lost; DELETE FROM user_purchase WHERE line = 700",
                "a value is changed; UPDATE user_purchase SET private = NOT coalesce(private, true) WHERE line = 700",
                "a row is of another line; UPDATE user_purchase SET line = 9000 WHERE line = 700",
                "a row is of another upload; UPDATE user_purchase SET upload_id = 77 WHERE line = 700",
                "there is an extra row; INSERT INTO user_purchase (cpf, upload_id, line) VALUES ('x', 1, 700)",
                "a row has no upload; INSERT INTO user_purchase (cpf) VALUES ('x')",
                "a part begins elsewhere; UPDATE carga_part SET first_line = first_line + 1 WHERE number = 3",
                "a part is shorter; UPDATE carga_part SET line_count = line_count - 1 WHERE number = 3",
                "the last part is gone; DELETE FROM carga_part WHERE number = 8",
                "a part in the middle is gone; DELETE FROM carga_part WHERE number = 3",
                "a part is cancelled; UPDATE carga_part SET state = 'cancelled', counters = NULL WHERE number = 3",
                "a part was given up; UPDATE carga_part SET state = 'failed', counters = NULL, payload = '',"
                        + " failure_code = 'given_up', failure_message = '' WHERE number = 3",
                "a part failed for a CPF that no line has; UPDATE carga_part SET state = 'failed', counters = NULL,"
                        + " payload = '', failure_code = 'duplicate_cpf', failure_message = '',"
                        + " failed_by = needs_version WHERE number = 3",
                "a row counts as rejected; UPDATE carga_part SET counters = counters || jsonb_build_object("
                        + " 'total_added', (counters ->> 'total_added')::int - 1,"
                        + " 'total_rejected', (counters ->> 'total_rejected')::int + 1) WHERE number = 3",
                "the upload was interrupted; UPDATE carga_upload SET state = 'interrupted'",
                "the upload was undone; UPDATE carga_upload SET withdrawn = 'undone', withdrawn_at = now()",
                "the upload is missing; UPDATE carga_upload SET name = 'other.txt'",
                "the digest is another; UPDATE carga_upload SET sha256 = repeat('0', 64)",
            })
    void falsifiedTableIsAViolation(String what, String falsification) throws Exception {
        FileHistory file = load(UNIQUE, "fail");
        database.jdbi()
                .useHandle(handle -> assertThat(handle.execute(falsification)).isPositive());
        assertThat(violations(file)).as(what).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"skip,update", "update,skip"})
    void rowOfTheWrongLineIsAViolation(String policy, String other) throws Exception {
        FileHistory file = load(WITH_DUPLICATES, policy);
        FileHistory relabelled = new FileHistory(1, WITH_DUPLICATES);
        file.attempts()
                .forEach(attempt -> relabelled.add(new FileHistory.Attempt(attempt.name(), other, attempt.response())));
        assertThat(violations(relabelled)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event=x cpf=041.091.641-25",
                "ERROR LoadPart - event=part_given_back part=u/3 cause=\"The database refuses (SQLState 23505)\"",
                "ERROR PeriodicTask - event=duty_failed duty=resend",
            })
    void forbiddenLogLineIsAViolation(String line) throws IOException {
        Files.writeString(folder.resolve("a.log"), "event=fine\n" + line + "\n");
        try (Journal journal = new Journal(folder.resolveSibling("journal-" + folder.getFileName()))) {
            Violations violations = new Violations(journal);
            new TableCheck(sql, violations).checkLogs(folder);
            assertThat(violations.all()).hasSize(1);
        }
    }
}
