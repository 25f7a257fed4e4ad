package dev.carga.adapters.postgres.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Migrations only go forwards: a released one is never edited, and none removes anything that programs of
/// earlier versions use.
class MigrationFilesTest {

    /// Databases have run released migrations as they were. Add a line here when a new one is released.
    private static final Map<Integer, String> RELEASED = Map.ofEntries(
            Map.entry(1, "80ad616c62c05905147ad4f6d68587ea424becc496a1249d5827f508a42e231d"),
            Map.entry(2, "6955874543b21a5dbb165240498bd62b16c98dbc5b8d462ac4aa57cca9a351ed"),
            Map.entry(3, "a141e0464c874465ebc26ee80d90bafddc9cfbb95890b04accba2f491b1895e1"),
            Map.entry(4, "f89a1d7e39270f2fd71ae39f4653f7ffe4456b2e62c861440da468d90414adc2"),
            Map.entry(5, "e3e5b125c218afd91df2b685d3c079424417b75845168f434db7ad18c5d5a3a5"),
            Map.entry(6, "9b44b441a9d38f1d8d88cc9b06ef5cc7b4d348dca276ea5b5b6223a1c006d226"),
            Map.entry(7, "dee9d32b15161b6b09b67eb0dccb757e4d57c091c5f9186b4862463229093fb3"),
            Map.entry(8, "06743f904e5ce7d89ea5bf9211e17018e702fbc1e2d498cc3cb7ded21a530076"),
            Map.entry(9, "efcb26568d11acee0f221496686f5b90edeb60861b7d6b08d4be809e83c0dd7c"),
            Map.entry(10, "8c8042256e6e59bf1534a68fc4380e171f266d4e955fce5e498d56a1fad70861"),
            Map.entry(11, "f50452eb53e6c0498634473da5e314bec8f46c717394b335e62b03a1d04cbcb0"));

    /// Statements that break programs older than the migration. Constraints and types need a review: old
    /// statements may satisfy a new CHECK, or not.
    private static final Map<String, Pattern> STEPS_BACK = Map.of(
            "drops something", Pattern.compile("(?i)\\bDROP\\b"),
            "renames something", Pattern.compile("(?i)\\bRENAME\\b"),
            "deletes rows", Pattern.compile("(?i)\\b(DELETE\\s+FROM|TRUNCATE)\\b"),
            "wants a value that old statements do not give",
                    Pattern.compile("(?i)\\bADD COLUMN\\s+\\w+\\s+(?![^,;]*\\bDEFAULT\\b)[^,;]*\\bNOT NULL\\b"),
            "wants a value where there may be none", Pattern.compile("(?i)\\bSET NOT NULL\\b"),
            "changes a type", Pattern.compile("(?i)\\bALTER COLUMN\\s+\\w+\\s+(SET DATA )?TYPE\\b"));

    /// The first one takes over the predecessor's table, whose programs are not Carga's. The third one drops
    /// a key on a column that no statement of Carga uses (ADR 0012).
    private static final Set<String> REASONED = Set.of("version 1 changes a type", "version 3 drops something");

    @Test
    void versionsAreConsecutive() {
        List<Integer> versions = Migrations.versions();

        assertThat(versions)
                .isEqualTo(IntStream.rangeClosed(1, versions.size()).boxed().toList());
    }

    @Test
    void releasedMigrationsAreUnchanged() throws IOException {
        Map<Integer, String> found = new TreeMap<>();
        for (Path file : Migrations.files()) {
            found.put(Migrations.version(file), sha256(Files.readAllBytes(file)));
        }

        assertThat(found).containsExactlyInAnyOrderEntriesOf(RELEASED);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void migrationsRemoveNothingFromOlderPrograms() throws IOException {
        for (Path file : Migrations.files()) {
            String sql = Files.readString(file, StandardCharsets.UTF_8);
            assertThat(incompatibleStatements(sql).stream()
                            .map(step -> "version " + Migrations.version(file) + " " + step))
                    .isSubsetOf(REASONED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE carga_part;",
                "ALTER TABLE carga_part\n    DROP COLUMN attempts;",
                "ALTER TABLE carga_part RENAME COLUMN attempts TO tries;",
                "ALTER VIEW carga_backlog RENAME TO backlog;",
                "ALTER TABLE carga_part ADD COLUMN owner text NOT NULL;",
                "ALTER TABLE carga_part ADD COLUMN a integer NOT NULL DEFAULT 0, ADD COLUMN b text NOT NULL;",
                "ALTER TABLE carga_part ALTER COLUMN failure_code SET NOT NULL;",
                "ALTER TABLE carga_part ALTER COLUMN number TYPE bigint;",
                "DELETE FROM carga_part WHERE state = 'failed';",
                "TRUNCATE user_purchase;",
            })
    void incompatibleStatementIsDetected(String sql) {
        assertThat(incompatibleStatements(sql)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- Nobody may DROP it.\nALTER TABLE carga_part ADD COLUMN note text;",
                "ALTER TABLE carga_part ADD COLUMN attempts integer NOT NULL DEFAULT 0;",
                "ALTER TABLE carga_part ADD COLUMN attempts integer DEFAULT 0 NOT NULL;",
                "CREATE TABLE carga_note (id integer PRIMARY KEY, text text NOT NULL);",
                "CREATE INDEX carga_part_sent ON carga_part (sent_at);",
            })
    void compatibleStatementIsAccepted(String sql) {
        assertThat(incompatibleStatements(sql)).isEmpty();
    }

    private static List<String> incompatibleStatements(String sql) {
        String withoutComments = sql.replaceAll("(?m)--.*$", "");
        return STEPS_BACK.entrySet().stream()
                .filter(step -> step.getValue().matcher(withoutComments).find())
                .map(Map.Entry::getKey)
                .toList();
    }
}
