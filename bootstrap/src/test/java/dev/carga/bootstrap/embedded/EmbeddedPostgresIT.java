package dev.carga.bootstrap.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresIT {
    private static final Duration SECONDS = Duration.ofSeconds(5);

    /// The home after a first start. Copied for every test, since unpacking takes seconds and copying does not.
    @TempDir
    private static Path made;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startForTheFirstTime() {
        EmbeddedPostgres.start(made).close();
    }

    @BeforeEach
    void copyHome() throws Exception {
        Process copy = new ProcessBuilder("cp", "-a", made + "/.", folder.toString())
                .inheritIO()
                .start();
        assertThat(copy.waitFor()).isZero();
    }

    @Test
    void firstStartCreatesADurableServerForOneUserInUtf8() throws Exception {
        Path home = folder.resolve("home");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertThat(ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(ask(postgres, "SELECT datlocale FROM pg_database WHERE datname = current_database()"))
                    .isEqualTo("C.UTF-8");
            assertThat(ask(postgres, "SELECT upper('ção')")).isEqualTo("ÇÃO");
            assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void rowsSurviveARestart() throws Exception {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder)) {
            run(first, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id");
        }
        try (EmbeddedPostgres second = EmbeddedPostgres.start(folder)) {
            assertThat(ask(second, "SELECT count(*) FROM kept")).isEqualTo("1000");
        }
        assertThat(postgresOf(folder)).isEmpty();
    }

    @Test
    void killedProgramLeavesNoServerAndKeepsCommittedRows() throws Exception {
        Process program = startHolder(folder);
        try {
            ProcessHandle server = postgresOf(folder).orElseThrow();
            List<ProcessHandle> servers = Stream.concat(
                            Stream.of(server, server.parent().orElseThrow()), server.descendants())
                    .toList();

            program.destroyForcibly().waitFor();

            await().atMost(SECONDS).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            program.destroyForcibly();
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT count(*) FROM kept")).isEqualTo("2");
        }
    }

    @Test
    void startRightAfterAKillWaitsForTheOldServerAndRecovers() throws Exception {
        Process program = startHolder(folder);
        program.destroyForcibly().waitFor();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT count(*) FROM kept")).isEqualTo("2");
        }
    }

    @Test
    void startAfterEverythingWasKilledAtOnceRecovers() throws Exception {
        Process program = startHolder(folder);
        postgresOf(folder).orElseThrow().destroyForcibly();
        program.destroyForcibly().waitFor();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT count(*) FROM kept")).isEqualTo("2");
        }
    }

    @Test
    void processIdReusedByAnotherProgramDoesNotBlockTheStart() throws Exception {
        EmbeddedPostgres.start(folder).close();
        Files.writeString(
                folder.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");
        EmbeddedPostgres.start(folder).close();
    }

    @Test
    void secondProgramOnTheSameHomeIsRefusedWithAdvice() throws Exception {
        Process program = startHolder(folder);
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("process " + program.pid())
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("--url")
                    .hasMessageContaining("--home");
        } finally {
            stop(program);
        }
    }

    @Test
    void secondStartInTheSameProgramIsRefusedAndHarmsNothing() throws Exception {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("this very process");
            assertThat(ask(first, "SELECT 1")).isEqualTo("1");

            Process other = holder(folder).redirectErrorStream(true).start();
            assertThat(other.inputReader().lines()).anyMatch(line -> line.contains("already runs on the folder"));
            assertThat(other.waitFor()).isNotZero();
        }
    }

    @Test
    void dataOfAnotherMajorVersionIsRefusedByNameOfBoth() throws Exception {
        Path data = folder.resolve("data");
        Files.writeString(data.resolve("PG_VERSION"), "15\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("PostgreSQL 15")
                .hasMessageContaining("PostgreSQL " + Binaries.bundled(folder).major())
                .hasMessageContaining("pg_dump");
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, socket.getLocalPort()))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("Port " + socket.getLocalPort());
        }
        assertThat(postgresOf(folder)).isEmpty();
    }

    @Test
    void leftoversOfAnInterruptedFirstStartDoNotBlockTheNext() throws Exception {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("postgres-unpacking/bin"));
        Files.createDirectories(home.resolve("data-initializing-1/data"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home)) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
        assertThat(home.resolve("postgres-unpacking")).doesNotExist();
        assertThat(home.resolve("data-initializing-1")).doesNotExist();
    }

    @Test
    void programsLeftEmptyByAPowerCutAreUnpackedAgain() throws Exception {
        Path library = Binaries.bundled(folder).folder().resolve("lib/libxml2.so.2");
        Files.write(library, new byte[0]);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
        assertThat(library).isNotEmptyFile();
    }

    @Test
    void rootWithoutUserNamespacesRunsItAsAnotherUserOnTheSameData() throws Exception {
        assumeThat(new UnixSystem().getUid()).as("only root needs another user").isZero();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (EmbeddedPostgres asFound = EmbeddedPostgres.start(folder)) {
            run(asFound, "CREATE TABLE kept AS SELECT 1 AS id");
        }
        try (EmbeddedPostgres asNobody = EmbeddedPostgres.start(folder, 0, Identity::other)) {
            assertThat(ask(asNobody, "SELECT count(*) FROM kept")).isEqualTo("1");
            assertThat(Files.getOwner(folder.resolve("data")).getName()).isEqualTo(Identity.OTHER_USER);
        }
        try (EmbeddedPostgres asFound = EmbeddedPostgres.start(folder)) {
            assertThat(ask(asFound, "SELECT count(*) FROM kept")).isEqualTo("1");
        }
        assertThat(postgresOf(folder)).isEmpty();
    }

    @Test
    void otherUserCreatesItsDataOnAFirstStart() throws Exception {
        assumeThat(new UnixSystem().getUid()).as("only root needs another user").isZero();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = folder.resolve("home");
        try (EmbeddedPostgres asNobody = EmbeddedPostgres.start(home, 0, Identity::other)) {
            assertThat(ask(asNobody, "SELECT 1")).isEqualTo("1");
        }
        assertThat(postgresOf(home)).isEmpty();
    }

    @Test
    void homeThatTheOtherUserCannotReachIsRefused() throws IOException {
        assumeThat(new UnixSystem().getUid()).as("only root needs another user").isZero();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder, 0, Identity::other))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("cannot reach " + folder)
                .hasMessageContaining("--home");
    }

    private static Process startHolder(Path home) throws IOException {
        Process program =
                holder(home).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(program.inputReader().readLine()).isEqualTo("holding");
        return program;
    }

    private static ProcessBuilder holder(Path home) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldEmbeddedPostgres.class.getName(),
                home.toString());
    }

    private static void stop(Process program) throws InterruptedException {
        program.destroyForcibly().waitFor();
    }

    /// The server on this home, if one runs.
    private static Optional<ProcessHandle> postgresOf(Path home) throws IOException {
        return DataFolder.in(home)
                .postmaster()
                .flatMap(postmaster -> ProcessHandle.of(postmaster.pid()))
                .filter(ProcessHandle::isAlive);
    }

    private static String ask(EmbeddedPostgres postgres, String query) throws SQLException {
        try (Connection connection = HoldEmbeddedPostgres.connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = HoldEmbeddedPostgres.connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
