package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.TestDatabase;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.wiring.Carga;
import dev.carga.domain.layout.CuttingRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every pair of actions at the same moment, over HTTP, on an upload that is being loaded. Whatever the
/// responses, the reported parts match the table.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrentActionsIT {

    private static final int PART = 500;
    private static final int PARTS = 40;
    private static final int LINES = PART * PARTS;
    private static final List<String> ACTIONS = List.of("cancel", "undo", "retry", "retry?on_duplicate=skip");

    /// A CPF that is in the table, and in every fifth part of each file.
    private static final int TAKEN = 7;

    private TestDatabase database;
    private Carga carga;
    private Client client;
    private int files;

    @BeforeAll
    void start() {
        database = new TestDatabase();
        Settings settings = new Settings(
                Role.ALL,
                HttpSettings.on("127.0.0.1", 0),
                database.settings(16),
                null,
                Path.of("unused"),
                2,
                8,
                5,
                Duration.ofMinutes(2),
                new CuttingRules(PART, 1 << 20, 1 << 16));
        carga = Carga.of(settings).start();
        client = new Client(carga.port());
        client.awaitEnd(client.send("taken.txt", text(Stream.of(TAKEN))));
    }

    @AfterAll
    void stop() {
        client.close();
        carga.close();
        database.close();
    }

    static Stream<Arguments> pairs() {
        return IntStream.range(0, ACTIONS.size())
                .boxed()
                .flatMap(i ->
                        IntStream.range(i, ACTIONS.size()).mapToObj(j -> Arguments.of(ACTIONS.get(i), ACTIONS.get(j))));
    }

    private static byte[] text(Stream<Integer> cpfs) {
        return cpfs.map("%011d 0 0 NULL NULL NULL NULL NULL\n"::formatted)
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// The CPF of a line, from 0.
    private static int cpf(int first, int line) {
        return line % (5 * PART) == 0 ? TAKEN : first + line;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void reportedPartsMatchTheTable(String one, String other) throws Exception {
        int first = 1_000_000 + files++ * LINES;
        String id = client.send("a.txt", text(IntStream.range(0, LINES).mapToObj(line -> cpf(first, line))));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> client.upload(id).path("parts").path("failed").asInt() > 0);

        List<Integer> statuses = actAtTheSameTime(id, one, other);
        JsonNode end = client.awaitEnd(id);

        assertThat(statuses).allMatch(status -> status == 200 || status == 202 || status == 409);
        assertThat(end.path("parts").path("received").asInt()
                        + end.path("parts").path("queued").asInt())
                .isZero();
        assertThat(cpfsBetween(first, first + LINES)).isEqualTo(expected(first, client.status(id)));
        assertThat(cpfsBetween(TAKEN, TAKEN + 1)).containsExactly(TAKEN);
        if (one.equals("undo") || other.equals("undo")) {
            assertThat(end.path("state").asText()).isEqualTo("undone");
            assertThat(client.status(id).path("success_count").asInt()).isZero();
        } else if (one.equals("cancel") || other.equals("cancel")) {
            assertThat(end.path("state").asText()).isIn("cancelled", "partially_failed", "completed");
        }
    }

    private List<Integer> actAtTheSameTime(String id, String one, String other) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Integer>> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String action : List.of(one, other)) {
                statuses.add(threads.submit(() -> {
                    go.await();
                    return client.act(id, action);
                }));
            }
            go.countDown();
            return List.of(statuses.get(0).get(), statuses.get(1).get());
        }
    }

    private static Set<Integer> expected(int first, JsonNode status) {
        Set<Integer> expected = new TreeSet<>();
        for (JsonNode loaded : status.path("success")) {
            int from = (loaded.path("part").asInt() - 1) * PART;
            IntStream.range(from, from + PART)
                    .map(line -> cpf(first, line))
                    .filter(cpf -> cpf != TAKEN)
                    .forEach(expected::add);
        }
        return expected;
    }

    private Set<Integer> cpfsBetween(int from, int to) {
        List<Integer> cpfs = database.jdbi()
                .withHandle(handle -> handle.select("SELECT cpf FROM user_purchase")
                        .mapTo(String.class)
                        .map(cpf -> Integer.valueOf(cpf.replaceAll("[^0-9]", "")))
                        .filter(cpf -> cpf >= from && cpf < to)
                        .list());
        return new TreeSet<>(cpfs);
    }
}
