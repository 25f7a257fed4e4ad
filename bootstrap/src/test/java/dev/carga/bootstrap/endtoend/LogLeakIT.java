package dev.carga.bootstrap.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import dev.carga.adapters.amqp.TestBroker;
import dev.carga.bootstrap.sample.SampleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sends known documents in every way to a web process and a worker that log everything, then searches the
/// logs for them.
class LogLeakIT {

    private static final String CPF = "041.091.641-25";
    private static final String BAD_CPF = "732.112.549-91";
    private static final String CNPJ = "79.379.491/0008-50";
    private static final String NEW_CNPJ = "12.ABC.345/01DE-35";
    private static final String ROW = CPF + " 0 0 2011-11-23 150,50 99,90 " + CNPJ + " " + NEW_CNPJ;

    private static final Pattern DOCUMENT = Pattern.compile(
            "[0-9]{3}[.][0-9]{3}[.][0-9]{3}-[0-9]{2}|[0-9A-Z]{2}[.][0-9A-Z]{3}[.][0-9A-Z]{3}/[0-9A-Z]{4}-[0-9]{2}");

    /// `time LEVEL logger - event=… key=value key="value"`
    private static final Pattern EVENT = Pattern.compile(
            "[0-9T:.+Z-]+ (?:ERROR|WARN|INFO|DEBUG) [A-Za-z.$]+ - event=([a-z_]+)(?: [a-z_]+=(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^ \"=]*))*");

    private final TestBroker broker = TestBroker.running();
    private final SharedServers servers = new SharedServers();
    private final Map<String, String> settings = new HashMap<>(servers.settings());
    private final String queue = String.valueOf(settings.get("CARGA_QUEUE"));
    private final Set<String> sent = new TreeSet<>(List.of(ROW, CPF, BAD_CPF, CNPJ, NEW_CNPJ));

    @TempDir
    private Path folder;

    @AfterEach
    void cleanUp() {
        servers.close();
    }

    private byte[] sample(int lines, long seed, int oneIn) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SampleFile.write(bytes, lines, seed, new SampleFile.Flaws(oneIn, false));
        return noted(bytes.toByteArray());
    }

    /// Adds each line, and each document in it, to what is searched for.
    private byte[] noted(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        text.lines()
                .skip(1)
                .map(String::strip)
                .filter(line -> line.length() > 30)
                .forEach(sent::add);
        DOCUMENT.matcher(text).results().forEach(found -> sent.add(found.group()));
        return file;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void noDocumentAndNoLineIsLogged() throws IOException {
        settings.put("CARGA_LOG_LEVEL", "debug");
        try (CargaProcess web = CargaProcess.start(
                        folder, settings, "serve", "--role", "web", "--port", "0", "--part-lines", "100");
                CargaProcess worker = CargaProcess.start(folder, settings, "serve", "--role", "worker");
                Client client = new Client(web.awaitReady().port())) {
            worker.awaitReady();
            sendFilesOfAllKinds(client);
            sendFilesInOtherForms(client);
            sendRefusedRequests(client, web.port());
            sendInOtherWays(web.port());
            sendAnInterruptedFile(web.port());
            damageAStoredPart(client);
            rejectRowsByTheTable(client);
            sendMessagesByHand();
            cutConnections(client);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> events(web.output() + worker.output())
                            .containsAll(Set.of("unreadable_message", "unreadable_message_dropped", "part_unknown")));
            worker.terminate();
            worker.awaitExit();
            web.terminate();
            web.awaitExit();

            assertThat(sent).as("the texts that are searched for").hasSizeGreaterThan(500);
            assertThat(events(web.output() + worker.output()))
                    .contains(
                            "upload_received",
                            "upload_refused",
                            "upload_interrupted",
                            "part_loaded",
                            "part_failed",
                            "part_unreadable",
                            "retry",
                            "leaving");
            for (CargaProcess process : List.of(web, worker)) {
                search(process.output());
                assertThat(process.output().lines().filter(line -> !line.startsWith("Carga is ready")))
                        .allMatch(line -> EVENT.matcher(line).matches());
            }
        }
    }

    private static Set<String> events(String log) {
        return log.lines()
                .map(EVENT::matcher)
                .filter(line -> line.matches())
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
    }

    /// In each way to write a document: without punctuation, in lower case, without leading zeros.
    private void search(String log) {
        String squeezed = squeezed(log);
        List<String> found = sent.stream()
                .filter(text -> log.contains(text) || squeezed.contains(withoutZeros(squeezed(text))))
                .toList();
        assertThat(found).as("logged").isEmpty();
    }

    private static String squeezed(String text) {
        return text.replaceAll("[./\\- ]", "").toUpperCase(Locale.ROOT);
    }

    private static String withoutZeros(String document) {
        String rest = document.replaceFirst("^0+", "");
        return rest.length() < 9 ? document : rest;
    }

    private void sendFilesOfAllKinds(Client client) throws IOException {
        byte[] file = sample(1000, 1, 5);
        for (String policy : List.of("fail", "fail", "skip", "update")) {
            client.awaitEnd(id(
                    client.post("/?on_duplicate=" + policy, CPF + ".txt", file).body()));
        }
        String failed = id(client.post("/", "again.txt", file).body());
        client.awaitEnd(failed);
        client.act(failed, "retry");
        client.awaitEnd(failed);
        client.act(failed, "undo");
        client.awaitEnd(failed);
        String header =
                new String(file, StandardCharsets.UTF_8).lines().findFirst().orElseThrow() + "\n";
        String odd = Stream.of(
                        ROW,
                        ROW.replace("2011-11-23", CPF),
                        ROW.replace("150,50", BAD_CPF),
                        ROW.replace(" 0 0 ", " " + CPF + " " + BAD_CPF + " "),
                        ROW + " " + ROW,
                        ROW.replace(' ', '\t'),
                        CPF.replaceAll("[.-]", "") + ROW.substring(14),
                        ROW.replace(CNPJ, CNPJ + CNPJ),
                        ROW + "\u0000",
                        ROW + " ".repeat(70_000))
                .collect(Collectors.joining("\n"));
        String id = id(client.post("/", "odd.txt", noted(utf8(header + odd))).body());
        client.awaitEnd(id);
        readReports(client, id);
    }

    private static void readReports(Client client, String id) {
        for (String path :
                List.of("?wait=1", "/events", "/issues", "/issues?format=csv", "/rejects", "/issues?code=" + CPF)) {
            client.get("/api/v1/uploads/" + id + path);
        }
        for (String cpf : List.of(CPF, BAD_CPF, CPF.replaceAll("[.-]", ""), CNPJ.replace('/', '-'))) {
            client.get("/api/v1/purchases/" + cpf);
        }
    }

    private void sendFilesInOtherForms(Client client) throws IOException {
        String csv = "sep=;\n" + ROW.replaceAll(" +", ";") + "\n" + BAD_CPF + ";\"" + CPF + "\n";
        HttpResponse<String> answer = client.post("/api/v1/uploads?on_duplicate=skip", CPF + ".csv", noted(utf8(csv)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        client.awaitEnd(answer.body().replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(sample(2_000, 9, 5));
        }
        client.post("/", CPF + ".txt.gz", Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
        client.post("/api/v1/uploads", "../" + CPF + ".txt", utf8(ROW));
        client.post("/", "header.csv", utf8("cpf;" + CPF + ";" + NEW_CNPJ + "\n" + ROW));
    }

    /// By tus, as a dry run, and with an idempotency key.
    private static void sendInOtherWays(int port) throws IOException {
        String name = Base64.getEncoder().encodeToString(utf8(CPF + ".txt"));
        String head = "POST /api/v1/tus HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTus-Resumable: 1.0.0\r\n";
        String stream = "Content-Type: application/offset+octet-stream\r\n";
        String content = "Content-Length: " + (ROW.length() + 1) + "\r\n\r\n" + ROW + "\n";
        for (String request : List.of(
                head + "Upload-Length: " + (ROW.length() + 1) + "\r\nUpload-Metadata: filename " + name
                        + ",on_duplicate c2tpcA==\r\n" + stream + content,
                head + "Upload-Length: 90000\r\nUpload-Metadata: filename " + name + "\r\n" + stream
                        + "Content-Length: 90000\r\n\r\n" + ROW,
                head + "Upload-Length: " + CPF + "\r\nUpload-Metadata: " + CPF + "\r\n\r\n",
                head.replace("/tus", "/tus/" + CPF) + "X-HTTP-Method-Override: PATCH\r\n" + stream + content,
                head.replace("/tus", "/uploads?dry_run=true&filename=" + CPF + ".txt") + "Idempotency-Key: " + CPF
                        + "\r\n" + content,
                head.replace("/tus", "/uploads?on_invalid=reject&max_rejects=0&filename=a.txt") + content,
                head.replace("/tus", "/uploads?webhook=http://" + CPF + "/" + CNPJ) + content)) {
            sendRaw(port, request);
        }
    }

    private static String id(String answer) {
        return answer.replaceFirst("(?s).*\"message_id\":\"([^\"]+)\".*", "$1");
    }

    private void sendRefusedRequests(Client client, int port) throws IOException {
        byte[] file = utf8(ROW + "\n");
        client.post("/", CPF + ".doc", file);
        client.post("/", NEW_CNPJ.replaceAll("[./-]", "") + ".txt", new byte[0]);
        client.post("/", "binary " + CPF + ".txt", utf8("\u0000\u0001" + ROW));
        client.post("/", "wide.txt", ROW.getBytes(StandardCharsets.UTF_16));
        client.post("/?on_duplicate=" + CPF, "a.txt", file);
        client.post("/uploads/" + CPF, "a.txt", file);
        client.get("/status?message_id=" + CPF);
        client.get("/api/v1/uploads/" + CPF + "?of=" + BAD_CPF);
        client.get("/api/v1/uploads?before=" + CPF);
        client.act(CPF, "undo");
        String head = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        for (String request : List.of(
                head + "Content-Type: multipart/form-data; boundary=" + CPF + "\r\nContent-Length: 90\r\n\r\n" + ROW,
                head + "Content-Type: multipart/form-data\r\nContent-Length: 90\r\n\r\n" + ROW,
                head + "Content-Type: multipart/form-data; boundary=x; charset=" + CPF
                        + "\r\nContent-Length: 90\r\n\r\n" + ROW,
                head + "Content-Length: " + CPF + "\r\n\r\n" + ROW,
                head + "Transfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n" + ROW,
                head + CPF + "\u0001: " + ROW + "\r\n\r\n",
                "POST /" + CPF + "%zz HTTP/1.1\r\nHost: " + CPF + "/" + CNPJ + "\r\n\r\n",
                "GET /status?message_id=%" + CPF + " HTTP/1.1\r\nHost: x\r\ntraceparent: " + CPF + "\r\n\r\n",
                ROW + "\r\n\r\n")) {
            sendRaw(port, request);
        }
    }

    private static void sendRaw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException _) {
            // The server may reset the connection.
        }
    }

    private void sendAnInterruptedFile(int port) throws IOException {
        byte[] file = sample(5000, 2, 0);
        try (OpenUpload upload = new OpenUpload(port, file.length)) {
            upload.write(file, 0, file.length - 1000);
            upload.flush();
        }
    }

    private void damageAStoredPart(Client client) throws IOException {
        stopLoading();
        String id = client.send("damaged.txt", sample(100, 3, 0));
        servers.database()
                .jdbi()
                .useHandle(handle -> handle.createUpdate("UPDATE carga_part SET payload = :line WHERE state = 'queued'")
                        .bind("line", utf8(ROW))
                        .execute());
        resumeLoading();
        client.awaitEnd(id);
    }

    /// A worker waits for a missing table.
    private void stopLoading() {
        servers.database().jdbi().useHandle(handle -> handle.execute("ALTER TABLE user_purchase RENAME TO away"));
    }

    private void resumeLoading() {
        servers.database().jdbi().useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO user_purchase"));
    }

    /// A trigger whose errors quote the row, with SQL states of all kinds: some fail the part, others are
    /// retried until the trigger is dropped.
    private void rejectRowsByTheTable(Client client) throws IOException {
        long seed = 10;
        for (String state : List.of("P0001", "23514", "22003", "42501", "XX000", "57014", "40001", "ZZ999")) {
            servers.database().jdbi().useHandle(handle -> {
                handle.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " RAISE EXCEPTION 'not %, of %', NEW.cpf, NEW USING ERRCODE = '" + state
                        + "', DETAIL = NEW::text, HINT = NEW.cpf; END $$");
                handle.execute("CREATE TRIGGER refuse BEFORE INSERT ON user_purchase FOR EACH ROW"
                        + " EXECUTE FUNCTION refuse()");
            });
            String id = client.send(state + ".txt", sample(200, seed++, 0));
            await().pollDelay(Duration.ofMillis(700)).until(() -> true);
            servers.database().jdbi().useHandle(handle -> handle.execute("DROP FUNCTION refuse() CASCADE"));
            client.awaitEnd(id);
        }
        servers.database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("ALTER TABLE user_purchase ADD CONSTRAINT few CHECK (cpf < '000') NOT VALID"));
        client.awaitEnd(client.send("checked.txt", sample(200, seed, 0)));
        servers.database().jdbi().useHandle(handle -> handle.execute("ALTER TABLE user_purchase DROP CONSTRAINT few"));
    }

    private void sendMessagesByHand() {
        broker.publish(queue, utf8(ROW));
        broker.publish(queue, utf8("{\"upload\":\"" + CPF + "\",\"part\":" + CPF.replaceAll("[.-]", "") + "}"));
        broker.publish(
                queue,
                new AMQP.BasicProperties.Builder()
                        .headers(Map.of("traceparent", CPF, "x-death", ROW))
                        .build(),
                utf8("{\"upload\":\"00000000-0000-4000-8000-000000000000\",\"part\":1}"));
        broker.publish(
                queue + ".dead",
                new AMQP.BasicProperties.Builder()
                        .headers(Map.of("x-death", List.of(Map.of("reason", CPF))))
                        .build(),
                utf8(ROW));
    }

    private void cutConnections(Client client) throws IOException {
        String id = client.send("cut.txt", sample(20_000, 4, 0));
        servers.database().cutConnections();
        client.awaitEnd(id);
    }
}
