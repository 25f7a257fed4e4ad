package dev.carga.adapters.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Reached;
import dev.carga.adapters.postgres.schema.DatabaseFacts.UniqueKey;
import dev.carga.adapters.postgres.schema.DatabaseFacts.Unreachable;
import dev.carga.application.InfrastructureException;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseExaminationIT {

    private final TestDatabase testDatabase = new TestDatabase();
    private final DatabaseSettings settings = testDatabase.settings(2);

    @AfterEach
    void dropTheSchema() {
        testDatabase.close();
    }

    private void execute(String script) {
        testDatabase
                .jdbi()
                .useHandle((Handle handle) -> handle.createScript(script).execute());
    }

    /// A role needs USAGE to see the tables of a schema.
    private void grantUsage(String role) {
        String schema = testDatabase
                .jdbi()
                .withHandle(handle -> handle.select("SELECT current_schema()")
                        .mapTo(String.class)
                        .one());
        execute("GRANT USAGE ON SCHEMA " + schema + " TO " + role);
    }

    private Reached examine() {
        return (Reached) Database.examine(settings);
    }

    @Test
    void healthyDatabaseIsReported() {
        Database.open(settings).close();

        Reached found = examine();

        assertThat(found.server().number()).isGreaterThanOrEqualTo(140_000);
        assertThat(found.server().encoding()).isEqualTo("UTF8");
        assertThat(found.server().standby()).isFalse();
        assertThat(found.server().settings()).containsKeys("fsync", "autovacuum", "synchronous_commit");
        assertThat(found.server().ahead().abs()).hasSeconds(0);
        assertThat(Objects.requireNonNull(found.schema()).state()).isEqualTo(new SchemaState(SchemaState.NEEDED, null));
        assertThat(found.schema().mayCreate()).isTrue();
        assertThat(found.schema().notOwned()).isEmpty();
        assertThat(found.rights().missing()).isEmpty();
        assertThat(found.rights().temporary()).isTrue();
        assertThat(found.cpfKeys()).containsExactly(new UniqueKey("user_purchase_cpf_key", true));
        assertThat(found.capacity().connections())
                .isPositive()
                .isLessThanOrEqualTo(found.capacity().most());
        assertThat(found.capacity().bytes()).isPositive();
    }

    @Test
    void emptySchemaHasNoMissingRights() {
        Reached found = examine();

        assertThat(Objects.requireNonNull(found.schema()).state().version()).isZero();
        assertThat(found.rights().missing()).isEmpty();
        assertThat(found.cpfKeys()).isNull();
    }

    @Test
    void examinationChangesNothing() {
        examine();

        int tables = testDatabase
                .jdbi()
                .withHandle(handle -> handle.select(
                                "SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace")
                        .mapTo(Integer.class)
                        .one());
        assertThat(tables).isZero();
    }

    @Test
    void searchPathWithoutASchemaIsReported() {
        DatabaseSettings nowhere = new DatabaseSettings(
                settings.jdbcUrl().replaceFirst("currentSchema=[a-z0-9_]+", "currentSchema=carga_no_such_schema"),
                settings.user(),
                settings.password(),
                2,
                true);

        assertThat(((Reached) Database.examine(nowhere)).schema()).isNull();
    }

    /// All policies recognise an existing CPF by the name of the key.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DROP CONSTRAINT user_purchase_cpf_key                                                             |            |
            RENAME CONSTRAINT user_purchase_cpf_key TO other                                                  | other      | true
            DROP CONSTRAINT user_purchase_cpf_key, ADD CONSTRAINT late UNIQUE (cpf) DEFERRABLE                | late       | false
            DROP CONSTRAINT user_purchase_cpf_key, ADD CONSTRAINT user_purchase_cpf_key UNIQUE (cpf, private) |            |
            """)
    void unusableKeyIsReported(String change, String name, Boolean usable) {
        Database.open(settings).close();
        execute("ALTER TABLE user_purchase REPLICA IDENTITY DEFAULT; ALTER TABLE user_purchase " + change);

        assertThat(examine().cpfKeys()).isEqualTo(name == null ? List.of() : List.of(new UniqueKey(name, usable)));
    }

    @Test
    void uniqueIndexWithoutAConstraintIsNotUsable() {
        Database.open(settings).close();
        execute("""
                ALTER TABLE user_purchase REPLICA IDENTITY DEFAULT;
                ALTER TABLE user_purchase DROP CONSTRAINT user_purchase_cpf_key;
                CREATE UNIQUE INDEX user_purchase_cpf_key ON user_purchase (cpf);
                """);

        assertThat(examine().cpfKeys()).containsExactly(new UniqueKey("user_purchase_cpf_key", false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a partitioned table | CREATE TABLE user_purchase (cpf text UNIQUE) PARTITION BY HASH (cpf)
            a view              | CREATE VIEW user_purchase AS SELECT '1'::text AS cpf
            """)
    void otherKindOfTableIsReportedAndRefused(String kind, String making) {
        execute(making);

        assertThat(Objects.requireNonNull(examine().schema()).otherKind()).isEqualTo(kind);
        assertThatExceptionOfType(InfrastructureException.Permanent.class)
                .isThrownBy(() -> Database.connect(settings).close())
                .withMessageContaining("user_purchase is " + kind);
        assertThatExceptionOfType(InfrastructureException.Permanent.class).isThrownBy(() -> Database.migrate(settings));
    }

    @Test
    void missingRightsAreReported() {
        Database.open(settings).close();
        String role = "carga_test_reader_" + Long.toHexString(System.nanoTime());
        execute("CREATE ROLE " + role + " LOGIN PASSWORD 'reader'; GRANT SELECT ON carga_part, carga_upload TO "
                + role);
        grantUsage(role);
        try {
            Reached found =
                    (Reached) Database.examine(new DatabaseSettings(settings.jdbcUrl(), role, "reader", 2, true));

            assertThat(found.rights().user()).isEqualTo(role);
            assertThat(found.rights().missing())
                    .contains("INSERT on carga_part", "UPDATE on carga_upload", "DELETE on user_purchase")
                    .doesNotContain("SELECT on carga_part");
            assertThat(Objects.requireNonNull(found.schema()).mayCreate()).isFalse();
            assertThat(found.schema().notOwned()).contains("carga_part", "user_purchase");
            // Without permission to read the history, the version is read from the columns.
            assertThat(found.schema().state()).isEqualTo(new SchemaState(SchemaState.NEEDED, null));
        } finally {
            execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    /// The predecessor's table has a serial column, whose sequence needs a privilege, too.
    @Test
    void serialColumnNeedsARightOnItsSequence() {
        execute("""
                CREATE TABLE user_purchase (
                    id serial PRIMARY KEY, cpf varchar(20) NOT NULL CONSTRAINT user_purchase_cpf_key UNIQUE);
                """);
        String role = "carga_test_serial_" + Long.toHexString(System.nanoTime());
        execute("CREATE ROLE " + role + " LOGIN PASSWORD 'serial'; GRANT ALL ON user_purchase TO " + role);
        grantUsage(role);
        try {
            Reached found =
                    (Reached) Database.examine(new DatabaseSettings(settings.jdbcUrl(), role, "serial", 2, true));

            assertThat(found.rights().missing()).singleElement().asString().contains("user_purchase_id_seq");
        } finally {
            execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
        }
    }

    @Test
    void failedConnectionIsReportedWithItsReason() {
        DatabaseSettings unknown = new DatabaseSettings(
                settings.jdbcUrl().replaceFirst("/[^/?]+\\?", "/carga_no_such_database?"),
                settings.user(),
                settings.password(),
                2,
                true);

        assertThat(Database.examine(unknown))
                .isEqualTo(new Unreachable("3D000", "database \"carga_no_such_database\" does not exist"));
        assertThat(Database.examine(
                        new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/nothing", "nobody", "nothing", 2, true)))
                .isInstanceOfSatisfying(
                        Unreachable.class, away -> assertThat(away.sqlState()).isEqualTo("08001"));
    }
}
