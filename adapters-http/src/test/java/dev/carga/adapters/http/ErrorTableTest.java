package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.ProblemBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Wrong requests of every kind, with the problem that each gets.
class ErrorTableTest {

    private static final RunningServer SERVER = new RunningServer();
    private static final ApiDocument DOCUMENT = ApiDocument.of(SERVER);
    private static final String UNKNOWN_ID = "123e4567-e89b-42d3-a456-426614174000";
    private static final String MULTIPART = "Content-Type: " + Form.CONTENT_TYPE;
    private static final byte[] NOTHING = {};
    private static final String OTHER_ORDER =
            "CPF INCOMPLETO PRIVATE DATA_ULTIMA_COMPRA TICKET_MEDIO TICKET_ULTIMA_COMPRA"
                    + " LOJA_MAIS_FREQUENTE LOJA_ULTIMA_COMPRA\n";
    private static final String UNKNOWN = "unknown_duplicate_policy";
    private static final String AMBIGUOUS = "ambiguous_duplicate_policy";

    @SuppressWarnings("ArrayRecordComponent") // written out once, never compared
    record Case(String name, int status, String code, byte[] request) {
        /// Requests that are not valid HTTP are answered before routing.
        boolean isForApi() {
            return new String(request, StandardCharsets.ISO_8859_1).matches("(?s)[A-Z]+ /api/.*")
                    && !code.equals("malformed_request")
                    && !code.equals("uri_too_long");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @MethodSource({
        "files",
        "raw",
        "tus",
        "previews",
        "policies",
        "options",
        "multipartBodies",
        "framings",
        "statuses",
        "routes",
        "brokenHttp"
    })
    void everyWrongRequestGetsItsProblem(Case wrong) throws IOException {
        RawHttp.Reply reply = RawHttp.exchange(SERVER.port(), wrong.request());

        JsonNode body = Json.read(reply.body());
        assertThat(reply.status()).as(reply.head()).isEqualTo(wrong.status());
        assertThat(reply.head())
                .contains(
                        wrong.isForApi() ? "Content-Type: application/problem+json" : "Content-Type: application/json");
        assertThat(body.required("code").textValue()).isEqualTo(wrong.code());
        assertThat(body.required("error").textValue()).isNotBlank();
        assertThat(body.required("detail")).isEqualTo(body.required("error"));
        assertThat(body.required("status").intValue()).isEqualTo(wrong.status());
        assertThat(body.required("type").textValue()).isEqualTo("urn:carga:problem:" + wrong.code());
        assertThat(body.required("title").textValue()).isNotBlank();
        assertThat(body.size()).isEqualTo(6);
        assertIsDocumented(wrong);
        assertThat((reply.head() + reply.body()).toLowerCase(Locale.ROOT))
                .doesNotContain("jetty")
                .doesNotContain("javalin")
                .doesNotContain("exception");
    }

    /// The status of a refusal by a route is in `openapi.json`.
    private static void assertIsDocumented(Case wrong) {
        String[] words = new String(wrong.request(), StandardCharsets.ISO_8859_1).split("[ ?]", 3);
        if (wrong.status() < 500 && !wrong.code().equals("malformed_request") && words.length > 1) {
            DOCUMENT.route(words[0], words[1])
                    .ifPresent(route -> assertThat(
                                    route.node().required("responses").has(String.valueOf(wrong.status())))
                            .as("%s can be answered with %s", route, wrong.status())
                            .isTrue());
        }
    }

    static Stream<Case> files() {
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        byte[] utf32 = ("\uFEFF" + ROW_1).getBytes(Charset.forName("UTF-32BE"));
        byte[] ebcdic = ROW_1.repeat(3).getBytes(Charset.forName("IBM037"));
        byte[] brokenZip = {'P', 'K', 3, 4, 20, 0, 0, 0};
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 20, 0, 0, 0};
        return Stream.of(
                post("an empty file", 400, "empty_file", Form.withFile("a.txt", "")),
                post("no extension", 415, "wrong_extension", Form.withFile("base", ROW_1)),
                post("another extension", 415, "wrong_extension", Form.withFile("base.pdf", ROW_1)),
                post("the right extension in the middle", 415, "wrong_extension", Form.withFile("a.txt.exe", ROW_1)),
                post("an extension of a folder", 415, "wrong_extension", Form.withFile("a.txt/b", ROW_1)),
                post("an empty file with a wrong extension", 415, "wrong_extension", Form.withFile("a.pdf", "")),
                post("a name with a NUL", 415, "wrong_extension", Form.withFile("a.txt\0.exe", ROW_1)),
                post("an image named .txt", 415, "binary_file", Form.withFile("a.txt", png)),
                post("an HTML page", 415, "html_page", Form.withFile("a.csv", "<html><h1>502 Bad Gateway</h1></html>")),
                post("an XML document", 415, "xml_document", Form.withFile("a.csv", "<?xml version='1.0'?><a/>")),
                post("JSON for a file", 415, "json_document", Form.withFile("a.csv", "[{\"cpf\": \"1\"}]")),
                post("rich text", 415, "rtf_document", Form.withFile("a.txt", "{\\rtf1 x}")),
                post("a PDF", 415, "pdf_document", Form.withFile("a.txt", "%PDF-1.7\n")),
                post("a tar", 415, "tar_archive", Form.withFile("a.tgz", gzip(tar()))),
                post("another archive", 415, "unsupported_archive", Form.withFile("a.csv", bytes("BZh91AY"))),
                post("an old workbook", 415, "old_workbook", Form.withFile("a.xls", bytes("\u00D0\u00CF\u0011\u00E0"))),
                post("text in EBCDIC", 415, "ebcdic_text", Form.withFile("a.txt", ebcdic)),
                post("a truncated archive", 400, "truncated_package", Form.withFile("a.zip", brokenZip)),
                post("an archive without a file", 400, "empty_file", Form.withFile("a.zip", zip())),
                post("a truncated gzip file", 400, "truncated_package", Form.withFile("a.gz", half(gzip(ROW_1)))),
                post("a gzip file of noise", 400, "damaged_package", Form.withFile("a.gz", badGzip(noise))),
                post("a decompression bomb", 413, "expands_too_far", Form.withFile("a.gz", gzip("0".repeat(20 << 20)))),
                post("a workbook", 415, "spreadsheet", Form.withFile("a.zip", zip("[Content_Types].xml"))),
                post(
                        "too many packages",
                        415,
                        "packed_too_often",
                        Form.withFile("a.gz", gzip(gzip(gzip(gzip(ROW_1)))))),
                post("too many files", 413, "too_many_files", Form.withFile("a.zip", zip(names(1001)))),
                post("a wrong header", 422, "wrong_header", Form.withFile("a.csv", "CPF;nome\n" + ROW_1)),
                post(
                        "a header without an end",
                        422,
                        "header_too_long",
                        Form.withFile("a.csv", "CPF;" + "x".repeat(100_000))),
                post(
                        "a header below rows",
                        422,
                        "header_below_rows",
                        Form.withFile("a.txt", ROW_1 + OTHER_ORDER + ROW_1)),
                post(
                        "commas that separate and are decimal",
                        422,
                        "commas_in_numbers",
                        Form.withFile("a.csv", ROW_2.replace(' ', ','))),
                post("random bytes", 415, "binary_file", Form.withFile("a.csv", noise)),
                post("UTF-32", 415, "wide_text", Form.withFile("a.txt", utf32)));
    }

    static Stream<Case> tus() {
        String length = "Upload-Length: 10";
        String metadata = "Upload-Metadata: filename ";
        String upload = "PATCH /api/v1/tus/" + UNKNOWN_ID;
        String stream = "Content-Type: application/offset+octet-stream";
        return Stream.of(
                new Case("no version of tus", 412, "unsupported_tus_version", request(NOTHING, "POST /api/v1/tus")),
                new Case(
                        "another version of tus",
                        412,
                        "unsupported_tus_version",
                        request(NOTHING, "POST /api/v1/tus", "Tus-Resumable: 0.2.2")),
                create("no length", 400, "malformed_upload_length"),
                create("a malformed length", 400, "malformed_upload_length", "Upload-Length: ten"),
                create("a length below zero", 400, "malformed_upload_length", "Upload-Length: -1"),
                create(
                        "a length that is also deferred",
                        400,
                        "malformed_upload_length",
                        length,
                        "Upload-Defer-Length: 1"),
                create(
                        "a malformed deferral of the length",
                        400,
                        "malformed_upload_length",
                        "Upload-Defer-Length: yes"),
                create("an empty file by tus", 400, "empty_file", "Upload-Length: 0"),
                create("metadata that are not Base64", 400, "malformed_upload_metadata", length, metadata + "a.txt"),
                create("a key twice", 400, "malformed_upload_metadata", length, "Upload-Metadata: a,a"),
                create("an empty key", 400, "malformed_upload_metadata", length, "Upload-Metadata: a,,b"),
                create("another extension by tus", 415, "wrong_extension", length, metadata + base64("a.pdf")),
                create("a folder in the name by tus", 400, "bad_file_name", length, metadata + base64("a/b.txt")),
                create("a packed name by tus", 415, "packed_not_resumable", length, metadata + base64("a.csv.gz")),
                create(
                        "an unknown policy by tus",
                        400,
                        UNKNOWN,
                        length,
                        "Upload-Metadata: on_duplicate " + base64("ignore")),
                create("parallel uploads", 400, "concatenation_not_supported", length, "Upload-Concat: partial"),
                new Case("PATCH without a version", 412, "unsupported_tus_version", request(NOTHING, upload)),
                tus("a wrong content type", 415, "not_an_offset_stream", upload, "Upload-Offset: 0"),
                tus("no offset", 400, "malformed_upload_offset", upload, stream),
                tus("a malformed offset", 400, "malformed_upload_offset", upload, stream, "Upload-Offset: 1e3"),
                tus("an unknown upload by tus", 404, "unknown_upload", upload, stream, "Upload-Offset: 0"),
                tus("no id by tus", 400, "malformed_upload_id", "PATCH /api/v1/tus/12", stream, "Upload-Offset: 0"),
                tus(
                        "an unknown checksum algorithm",
                        400,
                        "malformed_checksum",
                        upload,
                        stream,
                        "Upload-Offset: 0",
                        "Upload-Checksum: crc32 AAAA"),
                tus(
                        "a checksum that is not Base64",
                        400,
                        "malformed_checksum",
                        upload,
                        stream,
                        "Upload-Offset: 0",
                        "Upload-Checksum: sha1 !"),
                tus(
                        "another body than its sum says",
                        460,
                        "checksum_mismatch",
                        upload,
                        stream,
                        "Upload-Offset: 0",
                        "Upload-Checksum: sha1 AAAA"),
                tus("termination of an unknown upload", 404, "unknown_upload", "DELETE /api/v1/tus/" + UNKNOWN_ID),
                tus("an unknown method override", 405, "method_not_allowed", "POST /api/v1/tus/" + UNKNOWN_ID));
    }

    private static Case create(String name, int status, String code, String... headers) {
        return tus(name, status, code, "POST /api/v1/tus", headers);
    }

    private static Case tus(String name, int status, String code, String line, String... headers) {
        List<String> all = new ArrayList<>(List.of("Tus-Resumable: 1.0.0"));
        all.addAll(List.of(headers));
        return new Case(name, status, code, request(NOTHING, line, all.toArray(String[]::new)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    static Stream<Case> raw() {
        byte[] row = bytes(ROW_1);
        byte[] form = new Form().file("a.pdf", ROW_1).file("b.txt", "").end();
        byte[] path = new Form().file("../a.txt", ROW_1).end();
        return Stream.of(
                raw("a name with a folder", 400, "bad_file_name", "?filename=a/b.txt", row),
                raw("a name with a folder of Windows", 400, "bad_file_name", "?filename=a%5Cb.txt", row),
                raw("a name with a line end", 400, "bad_file_name", "?filename=a%0Ab.txt", row),
                raw("a name with a NUL", 400, "bad_file_name", "?filename=a%00.txt", row),
                raw("a name without an end", 400, "bad_file_name", "?filename=" + "x".repeat(300) + ".txt", row),
                raw("an empty name", 415, "wrong_extension", "?filename=", row),
                raw("another extension", 415, "wrong_extension", "?filename=a.pdf", row),
                raw("an unknown policy", 400, UNKNOWN, "?on_duplicate=ignore", row),
                raw("an empty body", 400, "empty_file", "?filename=a.txt", NOTHING),
                raw("a picture", 415, "binary_file", "?filename=a.txt", bytes("\u0089PNG....")),
                raw("a wrong header", 422, "wrong_header", "", bytes("cpf,cpf\n")),
                new Case(
                        "an unknown encoding",
                        415,
                        "unknown_content_encoding",
                        request(row, "POST /api/v1/uploads", "Content-Encoding: br")),
                new Case(
                        "a path for a name in a form",
                        400,
                        "bad_file_name",
                        request(path, "POST /api/v1/uploads", MULTIPART)),
                new Case(
                        "every file of the form refused",
                        415,
                        "wrong_extension",
                        request(form, "POST /api/v1/uploads", MULTIPART)));
    }

    private static Case raw(String name, int status, String code, String query, byte[] body) {
        return new Case(name + ", raw", status, code, request(body, "POST /api/v1/uploads" + query));
    }

    static Stream<Case> previews() {
        byte[] row = bytes(ROW_1);
        byte[] large = new byte[(256 << 10) + 1];
        Arrays.fill(large, (byte) 'x');
        String preview = "POST /api/v1/previews";
        return Stream.of(
                new Case("an empty preview", 400, "empty_file", request(NOTHING, preview)),
                new Case("a preview that is too large", 413, "preview_too_large", request(large, preview)),
                new Case("a preview of a form", 415, "preview_of_form", request(row, preview, MULTIPART)),
                new Case(
                        "a preview with a malformed whole",
                        400,
                        "malformed_whole",
                        request(row, preview + "?whole=half")),
                new Case("a preview of a path", 400, "bad_file_name", request(row, preview + "?filename=a/b.txt")),
                new Case("a preview of a PDF", 415, "wrong_extension", request(row, preview + "?filename=b.pdf")),
                new Case(
                        "a preview with an unknown policy",
                        400,
                        "unknown_invalid_policy",
                        request(row, preview + "?on_invalid=x")),
                new Case(
                        "a preview with an unknown encoding",
                        415,
                        "unknown_content_encoding",
                        request(row, preview, "Content-Encoding: br")),
                new Case("GET of previews", 405, "method_not_allowed", request(NOTHING, "GET /api/v1/previews")));
    }

    static Stream<Case> policies() {
        byte[] form = Form.withFile("a.txt", ROW_1);
        byte[] unknown =
                new Form().field("on_duplicate", "ignore").file("a.txt", ROW_1).end();
        byte[] empty = new Form().field("on_duplicate", "").file("a.txt", ROW_1).end();
        byte[] endless = new Form()
                .field("on_duplicate", "skip" + " ".repeat(64) + "x".repeat(100_000))
                .file("a.txt", ROW_1)
                .end();
        byte[] twice = new Form()
                .field("on_duplicate", "skip")
                .field("on_duplicate", "update")
                .file("a.txt", ROW_1)
                .end();
        byte[] skip =
                new Form().field("on_duplicate", "skip").file("a.txt", ROW_1).end();
        return Stream.of(
                new Case("an unknown policy in the URL", 400, UNKNOWN, policy("?on_duplicate=ignore", form)),
                new Case("a malformed webhook", 400, "malformed_webhook", policy("?webhook=ftp://x.example", form)),
                new Case(
                        "a webhook where webhooks are off",
                        400,
                        "webhooks_switched_off",
                        policy("?webhook=https://x.example", form)),
                new Case("an empty policy in the URL", 400, UNKNOWN, policy("?on_duplicate=", form)),
                new Case("a policy without a value", 400, UNKNOWN, policy("?on_duplicate", form)),
                new Case("a policy that cannot be decoded", 400, UNKNOWN, policy("?on_duplicate=%FF%", form)),
                post("an unknown policy before the file", 400, UNKNOWN, unknown),
                post("an empty policy before the file", 400, UNKNOWN, empty),
                post("an endless policy before the file", 400, UNKNOWN, endless),
                post("two policies before the file", 400, AMBIGUOUS, twice),
                new Case(
                        "two policies in the URL",
                        400,
                        AMBIGUOUS,
                        policy("?on_duplicate=fail&on_duplicate=skip", form)),
                new Case(
                        "one policy in the URL and another in the form",
                        400,
                        AMBIGUOUS,
                        policy("?on_duplicate=update", skip)));
    }

    static Stream<Case> options() {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("on_unreadable=keep", "unknown_unreadable_policy");
        wrong.put("max_flaws=-1", "malformed_max_flaws");
        wrong.put("decimal=either", "unknown_decimal");
        wrong.put("dates=dd/mm", "unknown_dates");
        wrong.put("booleans=sim", "malformed_booleans");
        wrong.put("nulls=", "malformed_nulls");
        wrong.put("columns=nome,-", "malformed_columns");
        wrong.put("extra_columns=null", "unknown_extra_columns");
        wrong.put("missing_columns=ignore", "unknown_missing_columns");
        wrong.put("sheet=0", "malformed_sheet");
        wrong.put("corrects=12", "malformed_corrects");
        wrong.put("decimal=comma&decimal=point", "ambiguous_choice");
        List<Case> cases = new ArrayList<>();
        byte[] form = Form.withFile("a.txt", ROW_1);
        wrong.forEach((said, code) -> {
            String option = said.substring(0, said.indexOf('='));
            String value = said.substring(said.lastIndexOf('=') + 1);
            String metadata = "Upload-Metadata: " + option + (value.isEmpty() ? "" : " " + base64(value));
            cases.add(new Case(said + " in the URL", 400, code, policy("?" + said, form)));
            cases.add(raw(said, 400, code, "?" + said, bytes(ROW_1)));
            if (!said.contains("&")) {
                byte[] field =
                        new Form().field(option, value).file("a.txt", ROW_1).end();
                cases.add(post(said + " before the file", 400, code, field));
                cases.add(create(said + " by tus", 400, code, "Upload-Length: 10", metadata));
            }
        });
        String unknown = "?corrects=" + UNKNOWN_ID;
        cases.add(new Case("nothing to correct", 422, "unknown_corrected_upload", policy(unknown, form)));
        cases.add(raw("nothing to correct", 422, "unknown_corrected_upload", unknown, bytes(ROW_1)));
        cases.add(tus(
                "nothing to correct by tus",
                422,
                "unknown_corrected_upload",
                "POST /api/v1/tus" + unknown,
                "Upload-Length: 10"));
        return cases.stream();
    }

    private static byte[] policy(String query, byte[] form) {
        return request(form, "POST /" + query, MULTIPART);
    }

    static Stream<Case> multipartBodies() {
        Form fields = new Form().field("a", "1").field("b", "2");
        byte[] form = Form.withFile("a.txt", ROW_1);
        byte[] cutInFile = new Form().file("a.txt", ROW_1.repeat(2000)).cutOff();
        byte[] cutInHead = new Form()
                .raw("--" + Form.BOUNDARY + "\r\nContent-Disposition: form-da")
                .cutOff();
        byte[] endlessHead = new Form()
                .raw("--" + Form.BOUNDARY + "\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")
                .end();
        return Stream.of(
                post("fields and no file", 400, "no_file", fields.end()),
                post("an empty form", 400, "no_file", new Form().end()),
                post("an empty body", 400, "no_file", NOTHING),
                post("garbage for a body", 400, "no_file", bytes("garbage ".repeat(2000))),
                post("a file input left empty", 400, "no_file", Form.withFile("", "")),
                post("a name of blanks", 400, "no_file", Form.withFile("  ", ROW_1)),
                post("a folder for a name", 400, "no_file", Form.withFile("folder/", ROW_1)),
                post("a body cut off in the file", 400, "malformed_multipart", cutInFile),
                post("a body cut off in a part's head", 400, "malformed_multipart", cutInHead),
                post("an endless head of a part", 400, "malformed_multipart", endlessHead),
                new Case(
                        "another boundary than announced",
                        400,
                        "no_file",
                        request(form, "POST /", "Content-Type: multipart/form-data; boundary=other")),
                new Case(
                        "no boundary",
                        400,
                        "malformed_multipart",
                        request(form, "POST /", "Content-Type: multipart/form-data")),
                new Case(
                        "an empty boundary",
                        400,
                        "malformed_multipart",
                        request(form, "POST /", "Content-Type: multipart/form-data; boundary=")),
                new Case(
                        "a charset that does not exist",
                        400,
                        "malformed_multipart",
                        request(form, "POST /", MULTIPART + "; charset=bogus")),
                new Case(
                        "a boundary too long",
                        400,
                        "malformed_multipart",
                        request(form, "POST /", "Content-Type: multipart/form-data; boundary=" + "x".repeat(5000))));
    }

    static Stream<Case> framings() {
        byte[] form = Form.withFile("a.txt", ROW_1);
        byte[] cut = new Form().file("a.txt", ROW_1.repeat(2000)).cutOff();
        return Stream.of(
                new Case(
                        "a version of HTTP that does not exist",
                        505,
                        "malformed_request",
                        RawHttp.requestAsIs(bytes(""), "GET /status HTTP/9.9", "Host: x")),
                new Case("no content type", 400, "no_file", request(form, "POST /", "Accept: */*")),
                new Case(
                        "an ordinary form",
                        400,
                        "no_file",
                        request(bytes("a=b"), "POST /", "Content-Type: application/x-www-form-urlencoded")),
                new Case("a plain file", 400, "no_file", request(bytes(ROW_1), "POST /", "Content-Type: text/plain")),
                new Case("JSON", 400, "no_file", request(bytes("{}"), "POST /", "Content-Type: application/json")),
                new Case(
                        "fewer bytes than announced",
                        400,
                        "malformed_multipart",
                        RawHttp.requestAsIs(
                                cut, "POST / HTTP/1.1", "Host: x", MULTIPART, "Content-Length: " + (1 << 30))),
                new Case(
                        "a chunk without a size",
                        400,
                        "malformed_multipart",
                        RawHttp.requestAsIs(
                                bytes("zz\r\n" + ROW_1),
                                "POST / HTTP/1.1",
                                "Host: x",
                                MULTIPART,
                                "Transfer-Encoding: chunked")),
                new Case(
                        "no last chunk",
                        400,
                        "malformed_multipart",
                        RawHttp.requestAsIs(
                                bytes("3\r\n--" + "-"),
                                "POST / HTTP/1.1",
                                "Host: x",
                                MULTIPART,
                                "Transfer-Encoding: chunked")));
    }

    static Stream<Case> statuses() {
        String id = UNKNOWN_ID;
        return Stream.of(
                get("no message_id", 400, "missing_message_id", "/status"),
                get("an empty message_id", 400, "missing_message_id", "/status?message_id="),
                get("a message_id without a value", 400, "missing_message_id", "/status?message_id"),
                get("a parameter of another name", 400, "missing_message_id", "/status?id=" + id),
                get("the name in capitals", 400, "missing_message_id", "/status?MESSAGE_ID=" + id),
                get("no UUID", 400, "malformed_message_id", "/status?message_id=1"),
                get("a UUID cut short", 400, "malformed_message_id", "/status?message_id=" + id.substring(1)),
                get("a UUID in braces", 400, "malformed_message_id", "/status?message_id=%7B" + id + "%7D"),
                get("a UUID with something after it", 400, "malformed_message_id", "/status?message_id=" + id + "'--"),
                get("two message_ids", 400, "malformed_message_id", "/status?message_id=" + id + "&message_id=" + id),
                get("a bad percent sign", 400, "malformed_message_id", "/status?message_id=%zz"),
                get("an unknown message_id", 404, "unknown_message_id", "/status?message_id=" + id),
                get("the same with a slash", 404, "unknown_message_id", "/status/?message_id=" + id));
    }

    static Stream<Case> routes() {
        byte[] form = Form.withFile("a.txt", ROW_1);
        return Stream.of(
                get("GET of the upload route", 405, "method_not_allowed", "/"),
                new Case("PUT of a file", 405, "method_not_allowed", request(form, "PUT /", MULTIPART)),
                new Case("DELETE", 405, "method_not_allowed", request(NOTHING, "DELETE /")),
                new Case("OPTIONS", 405, "method_not_allowed", request(NOTHING, "OPTIONS /")),
                new Case("TRACE", 405, "method_not_allowed", request(NOTHING, "TRACE /")),
                new Case("an unknown method", 405, "method_not_allowed", request(NOTHING, "SEND /")),
                new Case("a file for the status", 405, "method_not_allowed", request(form, "POST /status", MULTIPART)),
                new Case("a file for an unknown route", 404, "unknown_route", request(form, "POST /upload", MULTIPART)),
                get("an unknown path", 404, "unknown_route", "/nope"),
                get("the status in capitals", 404, "unknown_route", "/STATUS?message_id=" + UNKNOWN_ID));
    }

    static Stream<Case> brokenHttp() {
        return Stream.of(
                new Case("no HTTP", 400, "malformed_request", bytes("\u0016\u0003\u0001hello\r\n\r\n")),
                new Case("no host", 400, "malformed_request", bytes("GET /status HTTP/1.1\r\n\r\n")),
                new Case(
                        "a malformed host",
                        400,
                        "malformed_request",
                        RawHttp.requestAsIs(NOTHING, "GET / HTTP/1.1", "Host: a\"b")),
                new Case("an ambiguous path", 400, "malformed_request", request(NOTHING, "GET /a%2f..%00/status")),
                new Case("a very long URL", 414, "uri_too_long", request(NOTHING, "GET /" + "a".repeat(20_000))),
                new Case(
                        "a very long header",
                        431,
                        "headers_too_large",
                        request(NOTHING, "GET /", "X: " + "x".repeat(20_000))));
    }

    @Test
    void wrongMethodGetsAllowedMethods() throws IOException {
        RawHttp.Reply upload = RawHttp.exchange(SERVER.port(), request(NOTHING, "GET /"));
        RawHttp.Reply status = RawHttp.exchange(SERVER.port(), request(NOTHING, "DELETE /status"));

        assertThat(upload.head()).contains("Allow: POST\r\n");
        assertThat(status.head()).contains("Allow: GET, HEAD\r\n");
        assertThat(upload.body())
                .isEqualTo(
                        new String(ProblemBody.of(Problem.METHOD_NOT_ALLOWED, "GET", "POST"), StandardCharsets.UTF_8));
    }

    @Test
    void refusalNamesTheFile() {
        assertThat(SERVER.postFile("../re\u202Ecibo\".rar", ROW_1).body()).isEqualTo("""
                        {"type":"urn:carga:problem:wrong_extension","title":"Wrong extension","status":415,"detail":"<text>",\
                        "code":"wrong_extension","error":"<text>"}""".replace(
                        "<text>",
                        "The file re_cibo'.rar is not taken for its name: name it .txt, .csv or .tsv, .xlsx or"
                                + " .ods if it is a workbook, or .gz, .zst or .zip if it is packed"));
    }

    private static byte[] gzip(String content) {
        return gzip(content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    /// A valid gzip header, followed by bytes that are not deflated.
    private static byte[] badGzip(byte[] noise) {
        byte[] bytes = gzip("");
        System.arraycopy(noise, 0, bytes, 10, bytes.length - 10);
        return bytes;
    }

    private static byte[] tar() {
        byte[] tar = new byte[1024];
        System.arraycopy(bytes("a.csv"), 0, tar, 0, 5);
        System.arraycopy(bytes("ustar"), 0, tar, 257, 5);
        return tar;
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> i + ".txt").toArray(String[]::new);
    }

    private static byte[] zip(String... names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Case post(String name, int status, String code, byte[] body) {
        return new Case(name, status, code, request(body, "POST /", MULTIPART));
    }

    private static Case get(String name, int status, String code, String path) {
        return new Case(name, status, code, request(NOTHING, "GET " + path));
    }

    private static byte[] request(byte[] body, String target, String... headers) {
        String[] lines = new String[headers.length + 2];
        lines[0] = target + " HTTP/1.1";
        lines[1] = "Host: x";
        System.arraycopy(headers, 0, lines, 2, headers.length);
        return RawHttp.request(body, lines);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
