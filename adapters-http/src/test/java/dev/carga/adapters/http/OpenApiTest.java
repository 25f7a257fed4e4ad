package dev.carga.adapters.http;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static dev.carga.adapters.http.RunningServer.ROW_1;
import static dev.carga.adapters.http.RunningServer.ROW_2;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carga.adapters.http.ApiDocument.Body;
import dev.carga.adapters.http.ApiDocument.Operation;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.ProblemBody;
import dev.carga.adapters.http.upload.UploadOptionValues;
import dev.carga.adapters.http.view.UploadJson;
import dev.carga.application.receive.Openings;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.UploadState;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// `openapi.json` lists exactly the routes of the server, every response conforms to it, and its examples are
/// valid.
class OpenApiTest {

    private static final RunningServer SERVER = new RunningServer();
    private static final ApiDocument DOCUMENT = ApiDocument.of(SERVER);
    private static final String UNKNOWN_ID = "123e4567-e89b-42d3-a456-426614174000";
    private static final String GAP = "\0";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static HttpResponse<String> get(String path) {
        return SERVER.send(HttpRequest.newBuilder(SERVER.uri(path)).build());
    }

    private static HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.uri(path)).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return SERVER.send(request.build());
    }

    private static JsonNode document() {
        return DOCUMENT.root();
    }

    @Test
    void documentListsExactlyTheRoutes() {
        Set<String> documented = new TreeSet<>(
                DOCUMENT.routes().stream().map(Operation::toString).toList());
        // The document omits HEAD beside GET, and has the metrics, which this server does not serve.
        Set<String> declared = new TreeSet<>(
                SERVER.server.routes().stream().map(Route::toString).toList());
        declared.removeIf(
                route -> declared.contains(route.replaceFirst("^HEAD ", "GET ")) && route.startsWith("HEAD "));
        declared.add("GET /metrics");
        assertThat(documented).isEqualTo(declared);
    }

    @Test
    void documentIsOpenApiWithoutDanglingReferences() {
        JsonNode document = document();
        assertThat(document.required("openapi").asText()).isEqualTo("3.1.0");
        List<String> references = new ArrayList<>();
        document.findValuesAsText("$ref", references);
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        List<String> names = new ArrayList<>();
        document.required("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.required("summary").asText()).isNotBlank();
                    assertThat(operation.required("responses")).isNotEmpty();
                    operation
                            .path("parameters")
                            .forEach(parameter ->
                                    names.add(parameter.required("name").asText()));
                }));
        assertThat(names).contains("id", "cpf", "wait", "on_duplicate");
        assertThat(document.required("security"))
                .as("there is no authentication")
                .isEmpty();
    }

    @Test
    void enumsAreThoseOfTheDomain() {
        JsonNode schemas = document().at("/components/schemas");
        assertThat(words(schemas.at("/Issue/properties/code/enum")))
                .containsExactlyElementsOf(
                        Stream.of(IssueCode.values()).map(IssueCode::key).toList());
        assertThat(words(schemas.at("/Upload/properties/state/enum")))
                .containsExactlyElementsOf(
                        Stream.of(UploadState.values()).map(UploadState::key).toList());
        assertThat(words(schemas.at("/Counters/required")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Counter.values()).map(Counter::key).toList());
    }

    @Test
    void webhookMessageConformsToDocument() {
        UploadId upload = UploadId.random();
        SERVER.stores.uploads().open(upload, Openings.withWebhook("https://example.com/?token=1"));
        SERVER.stores.uploads().close(upload, ReceptionState.RECEIVED, 0, "0".repeat(64));
        byte[] message =
                UploadJson.event(SERVER.stores.queries().summary(upload).orElseThrow());
        JsonNode document = document();
        JsonNode schema = document.at("/webhooks/uploadEnded/post/requestBody/content/application~1json/schema");
        assertThat(DOCUMENT.problems(schema, Json.read(new String(message, StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void everyOperationIdIsUniqueVerbAndNoun() {
        Set<String> ids = new HashSet<>();
        assertThat(DOCUMENT.routesAndWebhooks())
                .allSatisfy(operation -> assertThat(operation.id()).matches("[a-z]+([A-Z][a-z0-9]*)+"))
                .allSatisfy(operation -> assertThat(ids.add(operation.id()))
                        .as("%s is the only %s", operation, operation.id())
                        .isTrue());
    }

    @Test
    void everyOperationListsClientErrors() {
        assertThat(DOCUMENT.routes())
                .allSatisfy(route -> assertThat(fieldNames(route.node().required("responses")))
                        .as("%s", route)
                        .anyMatch(status -> status.matches("4[0-9]{2}")));
    }

    /// `carga load --url` reads the names there to find the options that an older server does not know.
    @Test
    void parametersOfLegacyRouteAreTheOptions() {
        assertThat(document().at("/paths/~1/post/parameters"))
                .extracting(parameter -> parameter.required("name").asText())
                .containsExactlyInAnyOrderElementsOf(UploadOptionValues.NAMES);
    }

    @Test
    void everyRouteHasACurlLineForItsMethodAndPath() {
        assertThat(DOCUMENT.routes()).allSatisfy(route -> {
            JsonNode sample = route.node().required("x-codeSamples").required(0);
            assertThat(sample.required("label").asText()).isEqualTo("curl");
            String line = sample.required("source").asText();
            Matcher url =
                    Pattern.compile("http://127[.]0[.]0[.]1:8080(/[^?' ]*)").matcher(line);
            assertThat(line).startsWith("curl ").containsOnlyOnce("http://").doesNotContain("\n");
            assertThat(url.find()).as(line).isTrue();
            assertThat(route.matches(url.group(1))).as("%s: %s", route, line).isTrue();
            assertThat(methodOf(line)).as("%s: %s", route, line).isEqualTo(route.method());
        });
    }

    /// The method that curl uses.
    private static String methodOf(String curl) {
        Matcher named = Pattern.compile(" -X ([A-Z]+) ").matcher(curl);
        if (named.find()) {
            return named.group(1);
        }
        if (curl.contains(" --head ")) {
            return "HEAD";
        }
        return curl.contains(" --data-binary ") || curl.contains(" -F ") ? "POST" : "GET";
    }

    @Test
    void everyJsonBodyHasValidExamples() {
        List<Body> bodies = DOCUMENT.routesAndWebhooks().stream()
                .flatMap(operation -> DOCUMENT.jsonBodies(operation).stream())
                .toList();
        assertThat(bodies)
                .hasSizeGreaterThan(80)
                .allSatisfy(body -> assertThat(body.examples())
                        .as("%s", body)
                        .isNotEmpty()
                        .allSatisfy(example -> assertThat(DOCUMENT.problems(body.schema(), example))
                                .as("%s: %s", body, example)
                                .isEmpty()));
    }

    @Test
    void problemExamplesMatchTheServersTexts() {
        List<Body> refusals = DOCUMENT.routes().stream()
                .flatMap(route -> DOCUMENT.jsonBodies(route).stream())
                .filter(body -> body.schema().path("$ref").asText().endsWith("/Problem"))
                .toList();
        assertThat(refusals).hasSizeGreaterThan(50).allSatisfy(refusal -> {
            for (JsonNode example : refusal.examples()) {
                String code = example.required("code").asText();
                Problem problem = Stream.of(Problem.values())
                        .filter(each -> each.code().equals(code))
                        .findFirst()
                        .orElseThrow();
                String status = String.valueOf(problem.status());
                assertThat(refusal.status()).as("%s, %s", refusal, code).isIn(status, "default");
                assertThat(example.required("detail").asText()).matches(pattern(problem));
                assertThat(example.required("error")).isEqualTo(example.required("detail"));
                JsonNode written = Json.read(new String(ProblemBody.of(problem, gaps()), StandardCharsets.UTF_8));
                assertThat(List.of("type", "title", "status"))
                        .allSatisfy(key -> assertThat(example.required(key)).isEqualTo(written.required(key)));
            }
        });
    }

    private static Pattern pattern(Problem problem) {
        return Pattern.compile(Arrays.stream(problem.text(gaps()).split(GAP, -1))
                .map(Pattern::quote)
                .reduce((text, next) -> text + ".+" + next)
                .orElseThrow());
    }

    private static Object[] gaps() {
        return new Object[] {GAP, GAP, GAP, GAP};
    }

    @Test
    void everyDocumentedMediaTypeIsAccepted() {
        for (String path : List.of("/api/v1/uploads", "/api/v1/previews")) {
            JsonNode content = DOCUMENT.route("POST", path)
                    .orElseThrow()
                    .node()
                    .required("requestBody")
                    .required("content");
            List<String> types = new ArrayList<>(fieldNames(content));
            types.remove("multipart/form-data");
            assertThat(types)
                    .contains("application/octet-stream", "text/csv")
                    .allSatisfy(
                            type -> assertThat(post(path + "?allow_repeat=true", HEADER + ROW_1, "Content-Type", type)
                                            .statusCode())
                                    .as("%s: %s", path, type)
                                    .isIn(200, 202));
        }
    }

    private static List<String> fieldNames(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    /// Checks a response against the document: the route, the status, the content type and the schema.
    private static void check(String verb, String route, HttpResponse<String> answer) {
        JsonNode document = document();
        JsonNode responses =
                document.required("paths").required(route).required(verb).required("responses");
        String status = String.valueOf(answer.statusCode());
        JsonNode response =
                DOCUMENT.resolved(responses.has(status) ? responses.required(status) : responses.required("default"));
        String type = answer.headers().firstValue("Content-Type").orElseThrow().replaceFirst(";.*", "");
        assertThat(response.required("content").has(type))
                .as("%s %s, %s: %s", verb, route, status, type)
                .isTrue();
        JsonNode schema = response.required("content").required(type).required("schema");
        if (!type.equals("application/json") && !type.equals("application/problem+json")) {
            return;
        }
        assertThat(DOCUMENT.problems(schema, Json.read(answer.body())))
                .as("%s %s, %s: %s", verb, route, status, answer.body())
                .isEmpty();
    }

    @Test
    void responsesToFilesConformToDocument() {
        check("post", "/", SERVER.postFile("a.txt", HEADER + ROW_1));
        check("post", "/", SERVER.postFile("a.pdf", ROW_1));
        check("post", "/api/v1/uploads", post("/api/v1/uploads", HEADER + ROW_2));
        check("post", "/api/v1/uploads", post("/api/v1/uploads", "cpf;x\n"));
        String form = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\n" + ROW_1
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"g\"; filename=\"b.txt\"\r\n\r\n\r\n--b--\r\n";
        HttpResponse<String> several = post("/api/v1/uploads", form, "Content-Type", "multipart/form-data; boundary=b");
        check("post", "/api/v1/uploads", several);
        assertThat(Json.read(several.body()).required("refused")).hasSize(1);
    }

    @Test
    void responsesToPreviewsConformToDocument() {
        String previews = "/api/v1/previews";
        check("post", previews, post(previews, HEADER + ROW_1 + ROW_2.replace("0,59", "x") + "x\n" + ROW_1));
        check("post", previews, post(previews, "cpf;x\n"));
        check("post", previews, post(previews + "?whole=yes", ROW_1));
    }

    @Test
    void responsesOfOtherRoutesConformToDocument() {
        String file = HEADER + ROW_1 + "x\n" + ROW_2.replace(" 0 ", " 9 ");
        String id = Json.text(SERVER.postFile("a.txt", file).body(), "message_id");
        check("get", "/api/v1/uploads/{id}", get("/api/v1/uploads/" + id));
        SERVER.loadAll();
        String again = Json.text(SERVER.postFile("rejects-" + id + ".txt", file).body(), "message_id");
        SERVER.loadAll();
        for (String each : List.of(id, again, UNKNOWN_ID, "x")) {
            check("get", "/status", get("/status?message_id=" + each));
            check("get", "/api/v1/uploads/{id}", get("/api/v1/uploads/" + each));
            check("get", "/api/v1/uploads/{id}", get("/api/v1/uploads/" + each + "?wait=0"));
            check("get", "/api/v1/uploads/{id}/events", get("/api/v1/uploads/" + each + "/events"));
            for (String format : List.of("", "?format=csv", "?format=ndjson", "?limit=1", "?code=none")) {
                check("get", "/api/v1/uploads/{id}/issues", get("/api/v1/uploads/" + each + "/issues" + format));
            }
            for (String query : List.of("", "?format=csv", "?kind=all&lang=en", "?kind=none")) {
                check("get", "/api/v1/uploads/{id}/rejects", get("/api/v1/uploads/" + each + "/rejects" + query));
            }
            for (String action : List.of("retry", "retry?on_duplicate=none", "cancel", "undo", "retry")) {
                String route = "/api/v1/uploads/{id}/" + action.replaceFirst("\\?.*", "");
                check("post", route, post("/api/v1/uploads/" + each + "/" + action, ""));
            }
        }
        check("get", "/api/v1/uploads", get("/api/v1/uploads?limit=1"));
        check("get", "/api/v1/uploads", get("/api/v1/uploads?state=none"));
        check("get", "/health/live", get("/health/live"));
        check("get", "/health/ready", get("/health/ready"));
        check("get", "/openapi.json", get("/openapi.json"));
        check("get", "/docs", get("/docs"));
    }

    @Test
    void responsesOfLookupConformToDocument() {
        SERVER.postFile("a.txt", HEADER + "a1 0 1 2011-11-23 1,5 NULL NULL x\n");
        SERVER.loadAll();
        check("get", "/api/v1/purchases/{cpf}", get("/api/v1/purchases/a1"));
        check("get", "/api/v1/purchases/{cpf}", get("/api/v1/purchases/nobody"));
    }
}
