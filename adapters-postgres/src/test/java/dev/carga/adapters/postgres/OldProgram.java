package dev.carga.adapters.postgres;

import com.github.luben.zstd.Zstd;
import dev.carga.adapters.postgres.connection.PostgresFailures;
import dev.carga.application.Stores;
import dev.carga.application.trace.Traces;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.purchase.LinePolicies;
import dev.carga.domain.purchase.Purchase;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.PartRef;
import dev.carga.domain.upload.UploadId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// The program of an earlier schema version, as the database sees it: the statements that it issued, from the
/// files in `programs`, and the bytes of its COPY. Fills a schema as that version did, and continues to work
/// after the schema is migrated.
final class OldProgram {

    private static final Pattern NAME = Pattern.compile("(?m)^-- name: ([a-z_]+)\\n");
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};

    private final Map<String, String> statements = new HashMap<>();
    private final int version;
    private final Jdbi jdbi;

    OldProgram(int version, Jdbi jdbi) {
        this.version = version;
        this.jdbi = jdbi;
        // An earlier program has fewer statements.
        jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        for (int each = 1; each <= version; each++) {
            read("programs/version-" + each + ".sql");
        }
    }

    private void read(String resource) {
        try (InputStream in = OldProgram.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
            List<String> names =
                    NAME.matcher(text).results().map(name -> name.group(1)).toList();
            String[] bodies = NAME.split(text, -1);
            for (int i = 0; i < names.size(); i++) {
                statements.put(names.get(i), bodies[i + 1].strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sql(String name) {
        return Objects.requireNonNull(statements.get(name), name);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /// A new upload with these parts, still being received.
    UploadId receive(DuplicatePolicy policy, CutPart... parts) {
        UploadId upload = UploadId.random();
        update(
                "open",
                Map.of(
                        "upload",
                        upload.value(),
                        "name",
                        "a.txt",
                        "on_duplicate",
                        policy.key(),
                        "traceparent",
                        Traces.TRACE.toString()));
        for (CutPart part : parts) {
            add(upload, part);
        }
        return upload;
    }

    void add(UploadId upload, CutPart part) {
        Map<String, Object> values = Map.of(
                "upload", upload.value(),
                "number", part.number(),
                "first_line", part.firstLine(),
                "line_count", part.rows(),
                "payload_bytes", part.bytes().length,
                "payload", Zstd.compress(part.bytes(), 1));
        int found = jdbi.withHandle(handle -> handle.createQuery(sql("add"))
                .bindMap(values)
                .mapTo(Integer.class)
                .one());
        if (found != 1) {
            throw new IllegalStateException("Not taken: " + part);
        }
    }

    void close(UploadId upload, String end) {
        update("close", Map.of("upload", upload.value(), "end", end, "bytes", 100L, "sha256", "0".repeat(64)));
    }

    /// The periodic tasks of the program.
    void runPeriodicTasks(UploadId upload) {
        jdbi.useHandle(handle -> {
            for (String query : List.of("queue_again", "count_queued", "stalled", "report")) {
                handle.createQuery(sql(query))
                        .bindMap(Map.of("upload", upload.value(), "age", 3600.0, "limit", 10, "window", 8))
                        .mapToMap()
                        .list();
            }
        });
        if (version >= 4) {
            update("confirm", Map.of("upload", upload.value()));
        }
    }

    int queueNext(UploadId upload, int window) {
        return jdbi.withHandle(handle -> handle.createQuery(sql("queue_next"))
                .bindMap(Map.of("upload", upload.value(), "window", window))
                .mapTo(Integer.class)
                .list()
                .size());
    }

    /// From version 4 on.
    void withdraw(UploadId upload, String withdrawal) {
        update("withdraw", Map.of("upload", upload.value(), "withdrawal", withdrawal));
        update("cancel_waiting", Map.of("upload", upload.value()));
    }

    /// From version 4 on.
    int retry(UploadId upload, DuplicatePolicy policy) {
        return update("retry", Map.of("upload", upload.value(), "policy", policy.key()));
    }

    /// From version 4 on: a worker that dies while it loads the part.
    void beginAndDie(PartRef part) {
        jdbi.useHandle(handle -> begin(handle, part));
    }

    private void begin(Handle handle, PartRef part) {
        handle.createQuery(sql("begin")).bindMap(key(part)).mapTo(Integer.class).one();
    }

    private int update(String name, Map<String, Object> values) {
        return jdbi.withHandle(
                handle -> handle.createUpdate(sql(name)).bindMap(values).execute());
    }

    private static Map<String, Object> key(PartRef part) {
        return Map.of("upload", part.upload().value(), "number", part.number());
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Taken(int upload, String state, String policy, long firstLine, byte[] payload, int payloadBytes) {}

    /// Loads a queued part as a worker does.
    ///
    /// @return the state of the part afterwards
    String load(PartRef part) {
        if (version >= 4) {
            beginAndDie(part);
        }
        try (Handle handle = jdbi.open()) {
            handle.begin();
            String state = takeAndFill(handle, part);
            handle.commit();
            return state;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As [#load], without the commit: the transaction is the caller's.
    String takeAndFill(Handle handle, PartRef part) throws SQLException, IOException {
        Taken taken = handle.createQuery(sql("take"))
                .bindMap(key(part))
                .map((row, _) -> new Taken(
                        row.getInt("upload_id"),
                        row.getString("state"),
                        version >= 2 ? row.getString("on_duplicate") : "fail",
                        row.getLong("first_line"),
                        row.getBytes("payload"),
                        row.getInt("payload_bytes")))
                .one();
        if (!taken.state().equals("queued")) {
            throw new IllegalStateException(part + " is " + taken.state());
        }
        byte[] bytes = Zstd.decompress(taken.payload(), taken.payloadBytes());
        List<Purchase> rows = Stores.READING
                .read(bytes, taken.firstLine(), LineFormat.BLANK_ALIGNED, LinePolicies.KEEP)
                .rows();
        int upload = taken.upload();
        Connection connection = handle.getConnection();
        Savepoint before = connection.setSavepoint();
        try {
            if (taken.policy().equals("fail")) {
                copy(connection, sql("copy"), rows, upload);
                return loaded(handle, upload, part, rows.size(), 0, new Long[0]);
            }
            return addStaged(handle, upload, part, rows, taken.policy().equals("update"));
        } catch (SQLException e) {
            if (!PostgresFailures.UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            return failed(handle, upload, part);
        }
    }

    private String addStaged(Handle handle, int upload, PartRef part, List<Purchase> rows, boolean replace)
            throws SQLException, IOException {
        handle.execute(sql("staging"));
        copy(handle.getConnection(), sql("copy").replace("COPY user_purchase", "COPY carga_staging"), rows, upload);
        handle.execute(sql("insert_missing"));
        Long[] met = handle.createQuery(sql("met"))
                .map((row, _) -> row.getLong(1))
                .list()
                .toArray(Long[]::new);
        if (replace) {
            handle.execute(sql("replace"));
            return loaded(handle, upload, part, rows.size() - met.length, met.length, new Long[0]);
        }
        return loaded(handle, upload, part, rows.size() - met.length, 0, met);
    }

    private String loaded(Handle handle, int upload, PartRef part, int added, int updated, Long[] leftOut) {
        String counters = """
                {"total_rows": %d, "total_added": %d, "total_updated": %d, "total_rejected": 0, "duplicate_count": %d}""".formatted(added + updated + leftOut.length, added, updated, leftOut.length);
        Map<String, Object> values = new HashMap<>(Map.of("counters", counters));
        values.put("duplicate_lines", leftOut.length == 0 ? null : leftOut);
        return settle(handle, "loaded", upload, part, values);
    }

    private String failed(Handle handle, int upload, PartRef part) {
        return settle(
                handle,
                "failed",
                upload,
                part,
                Map.of("code", "duplicate_cpf", "message", "duplicate key value", "line", 1L));
    }

    private String settle(Handle handle, String state, int upload, PartRef part, Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("upload_id", upload);
        all.put("number", part.number());
        if (handle.createUpdate(sql(state)).bindMap(all).execute() != 1) {
            throw new IllegalStateException("Not settled: " + part);
        }
        return state;
    }

    private static void copy(Connection connection, String sql, List<Purchase> rows, int upload)
            throws SQLException, IOException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        byte[] bytes = binary(rows, upload);
        copy.writeToCopy(bytes, 0, bytes.length);
        copy.endCopy();
    }

    /// Rows of 13 columns, with every type. Values that do not matter are the same in each row.
    private static byte[] binary(List<Purchase> rows, int upload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(SIGNATURE);
        out.writeLong(0);
        for (Purchase row : rows) {
            out.writeShort(13);
            text(out, row.cpf().utf8());
            flag(out, false);
            flag(out, true);
            out.writeInt(4);
            out.writeInt(4_344); // 2011-11-23, in days from 2000 on
            for (int ticket = 0; ticket < 2; ticket++) {
                // 1234.56: two base-10,000 digits, the first one before the decimal point
                out.writeInt(12);
                for (int word : new int[] {2, 0, 0, 2, 1234, 5600}) {
                    out.writeShort(word);
                }
            }
            text(out, "79.379.491/0001-83".getBytes(StandardCharsets.UTF_8));
            out.writeInt(-1);
            flag(out, true);
            flag(out, true);
            out.writeInt(-1);
            out.writeInt(4);
            out.writeInt(upload);
            out.writeInt(8);
            out.writeLong(row.line());
        }
        out.writeShort(-1);
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, byte[] utf8) throws IOException {
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static void flag(DataOutputStream out, boolean flag) throws IOException {
        out.writeInt(1);
        out.writeByte(flag ? 1 : 0);
    }
}
