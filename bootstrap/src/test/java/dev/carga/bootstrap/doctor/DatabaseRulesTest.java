package dev.carga.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.postgres.schema.DatabaseFacts;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Capacity;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Reached;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Rights;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Schema;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Server;
import dev.carga.adapters.postgres.schema.DatabaseFacts.UniqueKey;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Unreachable;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.bootstrap.doctor.Finding.Level;
import dev.carga.domain.Nullable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseRulesTest {

    private static final UniqueKey KEY = new UniqueKey("user_purchase_cpf_key", true);

    private Server server = server(150_000, "UTF8", false, Duration.ZERO, Map.of());
    private @Nullable Schema schema =
            new Schema("public", new SchemaState(SchemaState.NEEDED, null), true, List.of(), null);
    private Rights rights = new Rights("carga", true, List.of());
    private @Nullable List<UniqueKey> keys = List.of(KEY);
    private Capacity capacity = new Capacity(90, 100, 5L << 30, 1_000);
    private boolean migrates = true;

    private static Server server(
            int number, String encoding, boolean standby, Duration ahead, Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "fsync", "on",
                "full_page_writes", "on",
                "synchronous_commit", "on",
                "autovacuum", "on",
                "default_transaction_isolation", "read committed",
                "default_transaction_read_only", "off"));
        settings.putAll(changed);
        return new Server(number, number / 10_000 + ".1", encoding, standby, ahead, settings);
    }

    private List<Finding> judge(DatabaseFacts facts) {
        return new DatabaseRules("the database", migrates, 12).judge(facts);
    }

    private List<Finding> judge() {
        return judge(new Reached(server, schema, rights, keys, capacity));
    }

    /// The only warning or failure.
    private Finding complaint() {
        List<Finding> complaints = judge().stream()
                .filter(finding -> finding.level() == Level.WARN || finding.level() == Level.FAIL)
                .toList();
        assertThat(complaints).hasSize(1);
        return complaints.getFirst();
    }

    private void assertComplaint(Level level, String what, String found, String advice) {
        Finding complaint = complaint();
        assertThat(complaint.level()).isEqualTo(level);
        assertThat(complaint.what()).isEqualTo(what);
        assertThat(complaint.found()).contains(found);
        assertThat(complaint.advice()).contains(advice);
    }

    @Test
    void goodDatabaseHasNoComplaint() {
        assertThat(judge()).allSatisfy(finding -> assertThat(finding.level()).isIn(Level.OK, Level.SKIP));
        assertThat(judge())
                .extracting(Finding::found)
                .contains("version " + SchemaState.NEEDED + " in public", "PostgreSQL 15.1");
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, correct the user's name or the password",
        "28000, pg_hba.conf",
        "3D000, CREATE DATABASE",
        "53300, max_connections",
        "42501, grant this user",
        "57P03, wait",
        "08001, host and port",
        "08006, host and port",
        "58P01, the server's log",
    })
    void failedConnectionSaysWhatToDo(String state, String advice) {
        List<Finding> findings = judge(new Unreachable(state, "no"));

        assertThat(findings).extracting(Finding::level).containsExactly(Level.FAIL, Level.SKIP);
        assertThat(findings.getFirst().advice()).contains(advice);
    }

    @Test
    void oldServerFails() {
        server = server(130_000, "UTF8", false, Duration.ZERO, Map.of());
        assertComplaint(Level.FAIL, "database: version", "13.1", "14 or later");
    }

    @Test
    void encodingOtherThanUtf8Fails() {
        server = server(150_000, "LATIN1", false, Duration.ZERO, Map.of());
        assertComplaint(Level.FAIL, "database: encoding", "LATIN1", "ENCODING 'UTF8'");
    }

    @Test
    void standbyFails() {
        server = server(150_000, "UTF8", true, Duration.ZERO, Map.of());
        assertComplaint(Level.FAIL, "database: writable", "standby", "primary");
    }

    @Test
    void readOnlyTransactionsFail() {
        server = server(150_000, "UTF8", false, Duration.ZERO, Map.of("default_transaction_read_only", "on"));
        assertComplaint(Level.FAIL, "database: writable", "only read", "turn that off");
    }

    @Test
    void missingSchemaFails() {
        schema = null;
        assertComplaint(Level.FAIL, "schema", "no schema", "currentSchema");
    }

    @Test
    void oldSchemaIsAWarningIfTheStartMigrates() {
        schema = new Schema("public", new SchemaState(3, "carga_part.attempts"), true, List.of(), null);
        assertComplaint(
                Level.WARN,
                "schema",
                "version 3 in public, and this program needs " + SchemaState.NEEDED,
                "the next start");
    }

    @Test
    void oldSchemaFailsIfTheStartDoesNotMigrate() {
        migrates = false;
        schema = new Schema("public", new SchemaState(3, "carga_part.attempts"), true, List.of(), null);
        assertComplaint(Level.FAIL, "schema", "version 3", "run carga migrate");
    }

    @Test
    void missingTablesAreAWarning() {
        keys = null;
        schema = new Schema("public", new SchemaState(0, "carga_part.counters"), true, List.of(), null);
        assertComplaint(Level.WARN, "schema", "none of Carga's tables", "carga migrate");
    }

    @Test
    void missingCreateRightFails() {
        schema = new Schema("public", new SchemaState(0, "carga_part.counters"), false, List.of(), null);
        assertThat(judge()).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.advice()).contains("GRANT CREATE ON SCHEMA public");
        });
    }

    @Test
    void tablesOfAnotherOwnerFail() {
        schema = new Schema("public", new SchemaState(4, "carga_part.retried_at"), true, List.of("carga_part"), null);
        assertThat(judge()).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.found()).contains("carga_part belong to another user");
        });
    }

    @Test
    void newerSchemaIsOk() {
        schema = new Schema("public", new SchemaState(SchemaState.NEEDED + 1, null), true, List.of(), null);
        assertThat(judge()).allSatisfy(finding -> assertThat(finding.level()).isIn(Level.OK, Level.SKIP));
    }

    @Test
    void droppedColumnFails() {
        schema =
                new Schema("public", new SchemaState(SchemaState.NEEDED, "carga_part.attempts"), true, List.of(), null);
        assertComplaint(Level.FAIL, "schema", "without carga_part.attempts", "docs/ddl.sql");
    }

    @Test
    void partitionedTableFails() {
        schema =
                new Schema("public", new SchemaState(SchemaState.NEEDED, null), true, List.of(), "a partitioned table");
        assertComplaint(Level.FAIL, "schema", "user_purchase in public is a partitioned table", "name another schema");
    }

    @Test
    void missingRightsFailByName() {
        rights = new Rights("carga", true, List.of("INSERT on carga_part", "DELETE on user_purchase"));
        assertComplaint(Level.FAIL, "permissions", "INSERT on carga_part, DELETE on user_purchase", "GRANT");
    }

    @Test
    void missingTemporaryRightFails() {
        rights = new Rights("carga", false, List.of());
        assertComplaint(Level.FAIL, "permissions: temporary tables", "may not create any", "GRANT TEMPORARY");
    }

    @Test
    void missingKeyFails() {
        keys = List.of();
        assertComplaint(Level.FAIL, "key on cpf", "has none", "ADD CONSTRAINT user_purchase_cpf_key UNIQUE (cpf)");
    }

    @Test
    void keyWithAnotherNameFails() {
        keys = List.of(new UniqueKey("other", true));
        assertComplaint(Level.FAIL, "key on cpf", "other", "RENAME CONSTRAINT other TO user_purchase_cpf_key");
    }

    @Test
    void unusableKeyFails() {
        keys = List.of(new UniqueKey("user_purchase_cpf_key", false));
        assertComplaint(Level.FAIL, "key on cpf", "does not enforce uniqueness", "ADD CONSTRAINT");
    }

    @Test
    void furtherKeysBesideTheRightOneAreOk() {
        keys = List.of(new UniqueKey("another", true), KEY, new UniqueKey("third", false));
        assertThat(judge()).noneMatch(finding -> finding.level() == Level.FAIL);
    }

    @Test
    void tooFewConnectionsAreAWarningWithTheNumberNeeded() {
        capacity = new Capacity(5, 20, 1, 1);
        assertComplaint(Level.WARN, "database: connections", "5 of 20 are free for this user", "max_connections");
        assertThat(complaint().found()).contains("up to 12");
    }

    @Test
    void freeConnectionsAreCountedInProcesses() {
        capacity = new Capacity(36, 100, 1, 1);
        assertThat(judge()).extracting(Finding::found).anyMatch(found -> found.endsWith("room for 3 more"));
    }

    @ParameterizedTest
    @CsvSource({"1500000000, WARN, autovacuum", "2050000000, FAIL, VACUUM FREEZE"})
    void transactionIdsNearWraparoundAreReported(long age, Level level, String advice) {
        capacity = new Capacity(90, 100, 1, age);
        assertComplaint(level, "database: vacuum", Long.toString(age), advice);
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, off, crash",
        "full_page_writes, off, crash",
        "synchronous_commit, off, 202",
        "autovacuum, off, never reused",
    })
    void unsafeSettingIsAWarningWithItsCost(String setting, String value, String cost) {
        server = server(150_000, "UTF8", false, Duration.ZERO, Map.of(setting, value));
        assertComplaint(Level.WARN, "database: " + setting, cost, "turn it on");
    }

    @Test
    void otherIsolationLevelIsAWarning() {
        server = server(150_000, "UTF8", false, Duration.ZERO, Map.of("default_transaction_isolation", "serializable"));
        assertComplaint(Level.WARN, "database: isolation", "serializable", "read committed");
    }

    @ParameterizedTest
    @CsvSource({"1900, ", "-1900, ", "2100, WARN", "-29000, WARN", "31000, FAIL", "-31000, FAIL"})
    void clockDifferenceIsJudgedByItsSize(long millis, @Nullable Level level) {
        server = server(150_000, "UTF8", false, Duration.ofMillis(millis), Map.of());
        if (level == null) {
            assertThat(judge()).noneMatch(finding -> finding.level() == Level.FAIL || finding.level() == Level.WARN);
        } else {
            assertComplaint(level, "clocks", millis < 0 ? "behind this" : "ahead of this", "one time server");
        }
    }
}
