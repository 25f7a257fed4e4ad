package dev.carga.adapters.postgres;

import static dev.carga.application.Stores.READING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carga.adapters.postgres.layout.StoredLayout;
import dev.carga.adapters.postgres.receive.StoredCheckpoint;
import dev.carga.adapters.postgres.schema.Migration;
import dev.carga.adapters.postgres.schema.Migrations;
import dev.carga.adapters.postgres.schema.SchemaState;
import dev.carga.application.Stores;
import dev.carga.application.control.UploadControl.ControlResult;
import dev.carga.application.load.LoadingMeter;
import dev.carga.application.load.PartLoader.Outcome;
import dev.carga.application.receive.Openings;
import dev.carga.application.receive.ResumableStore.Checkpoint;
import dev.carga.application.receive.UploadOptions;
import dev.carga.application.receive.UploadStore;
import dev.carga.application.report.UploadView;
import dev.carga.application.trace.TracedPart;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.FileColumns;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.layout.Packing;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.Separator;
import dev.carga.domain.layout.TextEncoding;
import dev.carga.domain.layout.TextStream;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import dev.carga.domain.upload.Withdrawal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A database that an older program created and filled, migrated while no program uses it.
class UpgradeIT {

    private static final String PREDECESSORS_ROWS = TestDatabase.PREDECESSORS_TABLE + """
            INSERT INTO user_purchase (cpf, private, ticket_medio, cpf_valido)
            SELECT 'row ' || n, n % 2, n + 0.25, false FROM generate_series(1, 500) n;
            """;

    private final TestDatabase testDatabase = new TestDatabase();
    private final DatabaseSettings settings = testDatabase.settings(8);

    @AfterEach
    void dropTheSchema() {
        testDatabase.close();
    }

    private OldProgram startedAt(int version) {
        Migrations.to(version, settings);
        return new OldProgram(version, testDatabase.jdbi());
    }

    /// Every row of every table, with the columns that the table has now.
    private Map<String, List<String>> content(Map<String, List<String>> columns) {
        Map<String, List<String>> content = new LinkedHashMap<>();
        columns.forEach((table, names) -> content.put(
                table,
                testDatabase
                        .jdbi()
                        .withHandle(handle -> handle.select(
                                        "SELECT (" + String.join(", ", names) + ")::text FROM " + table + " ORDER BY 1")
                                .mapTo(String.class)
                                .list())));
        return content;
    }

    private Map<String, List<String>> columns() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (String table : List.of("carga_upload", "carga_part", "user_purchase")) {
            columns.put(
                    table,
                    testDatabase
                            .jdbi()
                            .withHandle(handle -> handle.select(
                                            "SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0"
                                                    + " AND NOT attisdropped ORDER BY attnum",
                                            table)
                                    .mapTo(String.class)
                                    .list()));
        }
        return columns;
    }

    @ParameterizedTest
    @CsvSource({
        "1, false",
        "1, true",
        "2, false",
        "2, true",
        "3, false",
        "3, true",
        "4, false",
        "4, true",
        "5, false",
        "5, true",
        "6, false",
        "6, true",
        "7, false",
        "7, true",
        "8, false",
        "8, true"
    })
    void migratedDatabaseKeepsEverythingAndWorks(int version, boolean predecessor) {
        if (predecessor) {
            testDatabase
                    .jdbi()
                    .useHandle(handle -> handle.createScript(PREDECESSORS_ROWS).execute());
        }
        OldProgram old = startedAt(version);
        OldContent filled = new OldContent(old, version);
        Map<String, List<String>> columns = columns();
        Map<String, List<String>> before = content(columns);
        int rows = before.getOrDefault("user_purchase", List.of()).size();
        assertThat(rows).isGreaterThanOrEqualTo(predecessor ? 540 : 40);

        assertThat(Database.migrate(settings)).isEqualTo(new Migration(version, SchemaState.NEEDED));

        assertThat(content(columns)).isEqualTo(before);
        try (Database database = Database.open(settings)) {
            assertStates(database, filled);
            retryFailed(database, filled.failed);
            loadPending(database, filled.pending);
            continueReceiving(database, filled.receiving, filled.fresh(2, 10));
            undo(database, filled.loaded, 20);
            undo(database, filled.interrupted, 10);
            assertUndoWithoutOriginsIsRefused(database, version, filled);
        }
        filled.assertThatRowsAndCountersAgree(predecessor ? 500 : 0);
    }

    private static void assertStates(Database database, OldContent filled) {
        assertThat(summary(database, filled.loaded).state()).isEqualTo(UploadState.COMPLETED);
        assertThat(summary(database, filled.failed).state()).isEqualTo(UploadState.PARTIALLY_FAILED);
        assertThat(summary(database, filled.interrupted).state()).isEqualTo(UploadState.INTERRUPTED);
        assertThat(summary(database, filled.pending).state()).isEqualTo(UploadState.LOADING);
        assertThat(summary(database, filled.receiving).state()).isEqualTo(UploadState.RECEIVING);
        assertThat(database.uploadQueries()
                        .legacyStatus(filled.loaded)
                        .orElseThrow()
                        .parts())
                .allSatisfy(part -> assertThat(part.state()).isInstanceOf(PartState.Loaded.class));
        assertThat(database.uploadQueries().newest(null, 100)).hasSizeGreaterThanOrEqualTo(5);
    }

    private static UploadView summary(Database database, UploadId upload) {
        return database.uploadQueries().summary(upload).orElseThrow();
    }

    private static void retryFailed(Database database, UploadId upload) {
        assertThat(database.uploadControl().retry(upload, DuplicatePolicy.SKIP)).isEqualTo(new ControlResult.Done(1));
        assertThat(database.partBacklog().queueNext(upload, 8)).hasSize(1);
        assertThat(load(database, upload, 1))
                .isInstanceOfSatisfying(
                        Outcome.Loaded.class,
                        loaded ->
                                assertThat(loaded.counters().asMap().toString()).isNotEmpty());
        assertThat(summary(database, upload).state()).isEqualTo(UploadState.COMPLETED);
    }

    private static void loadPending(Database database, UploadId upload) {
        assertThat(database.partAttempts().begin(new PartRef(upload, 1))).isBetween(1, 2);
        assertThat(load(database, upload, 1)).isInstanceOf(Outcome.Loaded.class);
        assertThat(database.partBacklog().queueNext(upload, 8))
                .extracting(TracedPart::part)
                .containsExactly(new PartRef(upload, 2));
        assertThat(load(database, upload, 2)).isInstanceOf(Outcome.Loaded.class);
        assertThat(summary(database, upload).state()).isEqualTo(UploadState.COMPLETED);
    }

    private static void continueReceiving(Database database, UploadId upload, CutPart rest) {
        assertThat(database.uploadStore().add(upload, rest)).isTrue();
        assertThat(database.uploadStore().close(upload, ReceptionState.RECEIVED, 100, null))
                .isEqualTo(ReceptionState.RECEIVED);
        assertThat(database.partBacklog().queueNext(upload, 8)).hasSize(2);
        assertThat(load(database, upload, 1)).isInstanceOf(Outcome.Loaded.class);
        assertThat(load(database, upload, 2)).isInstanceOf(Outcome.Loaded.class);
    }

    private static Outcome load(Database database, UploadId upload, int number) {
        return database.partLoader(LoadingMeter.none(), Retention.DEFAULT).load(new PartRef(upload, number), READING);
    }

    private static void undo(Database database, UploadId upload, long rows) {
        assertThat(database.uploadControl().withdraw(upload, Withdrawal.UNDONE)).isInstanceOf(ControlResult.Done.class);
        Stores.finish(database.uploadControl(), upload);
        assertThat(summary(database, upload).state()).isEqualTo(UploadState.UNDONE);
        assertThat(summary(database, upload).removal().removed()).isEqualTo(rows);
    }

    /// Before version 4, an update did not keep the upload that had added the row.
    private static void assertUndoWithoutOriginsIsRefused(Database database, int version, OldContent filled) {
        for (UploadId upload : filled.underPolicies) {
            boolean hasOrigins = version >= 4 || summary(database, upload).onDuplicate() != DuplicatePolicy.UPDATE;
            assertThat(database.uploadControl().withdraw(upload, Withdrawal.UNDONE))
                    .isInstanceOf(hasOrigins ? ControlResult.Done.class : ControlResult.Conflict.class);
            if (hasOrigins) {
                Stores.finish(database.uploadControl(), upload);
            }
        }
    }

    private UploadId receive(Database database, LoadingRules rules, CutPart part) {
        UploadId upload = UploadId.random();
        database.uploadStore()
                .open(
                        upload,
                        new UploadStore.Opening(
                                "a.txt", Openings.BLANK_ALIGNED, UploadOptions.of(rules), Traces.TRACE));
        database.uploadStore().add(upload, part);
        assertThat(database.partBacklog().queueNext(upload, 8)).hasSize(1);
        return upload;
    }

    /// An older worker would read values and documents differently, and would load a dry run.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void partOfThisVersionIsNotLoadedByAnOlderWorker(int version) {
        CutPart part = Stores.part(1, 1, Stores.line("041.091.641-25"));
        OldProgram old = new OldProgram(version, testDatabase.jdbi());
        try (Database database = Database.open(settings)) {
            LoadingRules rules = LoadingRules.of(DuplicatePolicy.FAIL);
            PartRef dry = new PartRef(receive(database, rules.asDryRun(), part), 1);
            PartRef real = new PartRef(receive(database, rules, part), 1);

            assertThatThrownBy(() -> old.load(dry)).hasMessageContaining("carga_part_read");
            assertThatThrownBy(() -> old.load(real)).hasMessageContaining("carga_part_read");

            assertThat(database.partLoader(LoadingMeter.none(), Retention.DEFAULT)
                            .load(dry, READING))
                    .isInstanceOf(Outcome.Checked.class);
            assertThat(content(Map.of("user_purchase", List.of("cpf"))).get("user_purchase"))
                    .isEmpty();
            assertThat(database.partLoader(LoadingMeter.none(), Retention.DEFAULT)
                            .load(real, READING))
                    .isInstanceOf(Outcome.Loaded.class);
        }
    }

    /// What an older worker reads as an existing CPF may be no CPF, or another one.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void partOfThisVersionIsNotFailedByAnOlderWorker(int version) {
        CutPart part = Stores.part(1, 1, Stores.line("041.091.641-25"));
        OldProgram old = new OldProgram(version, testDatabase.jdbi());
        try (Database database = Database.open(settings)) {
            LoadingRules rules = LoadingRules.of(DuplicatePolicy.FAIL);
            assertThat(load(database, receive(database, rules, part), 1)).isInstanceOf(Outcome.Loaded.class);
            UploadId twice = receive(database, rules, part);

            assertThatThrownBy(() -> old.load(new PartRef(twice, 1))).hasMessageContaining("carga_part_failed");

            assertThat(load(database, twice, 1)).isInstanceOf(Outcome.Failed.class);
            assertThat(database.uploadControl().retry(twice, null)).isEqualTo(new ControlResult.Done(1));
            assertThat(database.partBacklog().queueNext(twice, 8)).hasSize(1);
            assertThatThrownBy(() -> old.load(new PartRef(twice, 1))).hasMessageContaining("carga_part_failed");
        }
    }

    /// An older process would store parts of a file whose dialect it does not know, for workers that do not
    /// know it either.
    @Test
    void resumableUploadOfThisVersionIsNotResumedByAnOlderProcess() {
        Checkpoint checkpoint = new Checkpoint(
                new PartCutter.CutterCheckpoint(2, 17, 1, null), new TextStream.Held(false, 0, 0), new byte[] {1});

        assertThat(StoredCheckpoint.toJson(checkpoint)).doesNotContain("\"head_lines\"");
        assertThat(StoredCheckpoint.read(StoredCheckpoint.toJson(checkpoint).replace("head_lines_left", "head_lines")))
                .usingRecursiveComparison()
                .isEqualTo(checkpoint);
    }

    @Test
    void layoutOfAnEarlierVersionIsRead() {
        String columns =
                Column.ALL.stream().map(column -> '"' + column.key() + '"').collect(Collectors.joining(","));
        String json = """
                {"packed_by": ["gzip"], "encoding": "UTF-8", "separator": "semicolon", "line_end": "crlf", "header": true,
                 "columns": [%s]}""".formatted(columns);

        assertThat(StoredLayout.read(json))
                .isEqualTo(Layout.plain(
                                TextEncoding.UTF_8, Separator.SEMICOLON, FileColumns.ALL, true, Layout.LineEnd.CRLF)
                        .withPackings(List.of(Packing.GZIP)));
        assertThat(StoredLayout.lines(null)).isEqualTo(LineFormat.BLANK_ALIGNED);
    }
}
