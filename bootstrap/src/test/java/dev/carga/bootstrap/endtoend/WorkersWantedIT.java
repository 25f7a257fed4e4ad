package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.application.Stores;
import dev.carga.application.receive.Openings;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.UploadId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `carga workers-wanted` on a backlog of seven parts.
class WorkersWantedIT {

    private final SharedServers servers = new SharedServers();

    @TempDir
    private Path folder;

    @BeforeEach
    void sevenPartsWait() {
        DatabaseSettings settings = servers.database().settings(2);
        try (Database database = Database.open(settings)) {
            UploadId upload = UploadId.random();
            database.uploadStore().open(upload, Openings.of("base_teste.txt", DuplicatePolicy.FAIL, Traces.TRACE));
            for (int number = 1; number <= 7; number++) {
                CutPart part = Stores.part(number, number, Stores.line("x" + number));
                database.uploadStore().add(upload, part);
            }
            database.partBacklog().queueNext(upload, 4);
        }
    }

    @AfterEach
    void closeServers() {
        servers.close();
    }

    private String run(int expectedStatus, Map<String, String> environment, String... arguments) {
        try (CargaProcess process = CargaProcess.start(folder, environment, arguments)) {
            assertThat(process.awaitExit()).as(process.output()).isEqualTo(expectedStatus);
            return process.output();
        }
    }

    @Test
    void outputIsANumberAlone() {
        assertThat(run(0, servers.settings(), "workers-wanted")).isEqualTo("1" + System.lineSeparator());
        assertThat(run(0, servers.settings(), "workers-wanted", "--parts-per-worker", "2", "--workers", "1"))
                .isEqualTo("4" + System.lineSeparator());
        assertThat(run(0, servers.settings(), "workers-wanted", "--parts-per-worker", "2", "--max", "2"))
                .isEqualTo("2" + System.lineSeparator());
    }

    @Test
    void jsonHasWhatTheNumberIsComputedFrom() throws IOException {
        JsonNode json = new ObjectMapper().readTree(run(0, servers.settings(), "workers-wanted", "--json", "--min=0"));
        assertThat(json.path("wanted").asInt()).isOne();
        assertThat(json.at("/backlog/received_parts").asInt()).isEqualTo(3);
        assertThat(json.at("/backlog/queued_parts").asInt()).isEqualTo(4);
        assertThat(json.at("/backlog/parts").asInt()).isEqualTo(7);
        assertThat(json.at("/backlog/lines").asInt()).isEqualTo(7);
        assertThat(json.at("/backlog/oldest_seconds").asDouble()).isBetween(0.0, 60.0);
        assertThat(json.at("/connections/per_worker").asInt()).isEqualTo(7);
        assertThat(json.at("/connections/workers").asInt())
                .isEqualTo((json.at("/connections/limit").asInt() - 45) / 7);
        assertThat(json.path("rule").toString())
                .isEqualTo(
                        "{\"parts_per_worker\":600,\"parts_at_once\":3,\"patience_seconds\":60,\"min\":0,\"max\":8}");
    }

    @Test
    void withoutSpareConnectionsTheMinimumIsWanted() {
        Map<String, String> settings = new HashMap<>(servers.settings());
        settings.put("CARGA_KEEP_CONNECTIONS", "100000");
        settings.put("CARGA_PARTS_PER_WORKER", "1");
        assertThat(run(0, settings, "workers-wanted")).isEqualTo("1" + System.lineSeparator());
    }

    @Test
    void missingDatabaseOrInvalidSettingsPrintNoNumber() {
        assertThat(run(2, Map.of(), "workers-wanted")).contains("carga: ", "--database-url");
        assertThat(run(2, servers.settings(), "workers-wanted", "--min", "3", "--max", "2"))
                .contains("--max is 2: it must be at least 3");
        Map<String, String> away = Map.of("CARGA_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing");
        assertThat(run(1, away, "workers-wanted")).startsWith("carga: ").hasLineCount(1);
    }
}
