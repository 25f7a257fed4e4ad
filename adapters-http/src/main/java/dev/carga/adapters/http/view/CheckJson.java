package dev.carga.adapters.http.view;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.exchange.FileProblem;
import dev.carga.adapters.http.exchange.IssueMessages;
import dev.carga.application.check.CheckedFile;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.domain.Nullable;
import dev.carga.domain.document.Document;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.LineIssue;
import dev.carga.domain.purchase.Purchase;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/// The result of checking files, as `POST /api/v1/previews` and `carga check --json` return it:
/// `{"ok": …, "files": [{…}]}`. Values are not masked: the caller sent them.
public final class CheckJson {

    private static final JsonMapper JSON = new JsonMapper();

    /// How much of a rejected line is shown, in characters: enough to recognise it.
    private static final int TEXT_CHARS = 200;

    /// At most four bytes encode a character, in every encoding that Carga reads.
    private static final int TEXT_BYTES = 4 * TEXT_CHARS;

    private CheckJson() {}

    /// The JSON with its messages in English.
    public static byte[] of(List<CheckedFile> files) {
        return of(files, IssueMessages.ENGLISH);
    }

    public static byte[] of(List<CheckedFile> files, IssueMessages messages) {
        ObjectNode json = JSON.createObjectNode();
        json.put("ok", files.stream().allMatch(file -> file.wrong().isEmpty()));
        ArrayNode array = json.putArray("files");
        files.forEach(file -> array.add(node(file, messages)));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode node(CheckedFile file, IssueMessages messages) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", file.name())
                .put("whole", file.whole())
                .put("ok", file.wrong().isEmpty());
        ArrayNode wrong = json.putArray("wrong");
        file.wrong()
                .forEach(one ->
                        wrong.addObject().put("code", one.key()).put("detail", CheckMessages.of(one, file, messages)));
        json.set("refused", refused(file, messages));
        json.set("layout", LayoutJson.of(file.layout()));
        json.set("lines", lines(file));
        ArrayNode rows = json.putArray("rows");
        file.firstRows().forEach(row -> rows.add(node(row)));
        ArrayNode columns = json.putArray("columns");
        Column.ALL.forEach(column -> columns.add(node(column, file, messages)));
        ArrayNode rejects = json.putArray("rejects");
        file.issues().stream()
                .filter(CheckedFile.Issues::rejected)
                .forEach(issues ->
                        rejects.add(node(issues, file, messages).put("column", LayoutJson.key(issues.column()))));
        ObjectNode duplicates =
                json.putObject("duplicates").put("count", file.lines().duplicates());
        ArrayNode first = duplicates.putArray("lines");
        file.lines().firstDuplicates().forEach(first::add);
        duplicates.put("every_cpf_compared", file.lines().everyCpfCompared());
        return json;
    }

    private static @Nullable ObjectNode refused(CheckedFile file, IssueMessages messages) {
        if (file.result() instanceof ReceiveResult.Accepted) {
            return null;
        }
        return JSON.createObjectNode()
                .put(
                        "code",
                        FileProblem.of(file.name(), file.result()).problem().code())
                .put("error", refusal(file, messages));
    }

    /// Why a file that was not accepted cannot be read.
    static String refusal(CheckedFile file, IssueMessages messages) {
        return file.result() instanceof ReceiveResult.Stopped(ReceiveResult.Stop reason)
                ? CheckMessages.of(reason, messages)
                : FileProblem.of(file.name(), file.result()).text();
    }

    private static ObjectNode lines(CheckedFile file) {
        return JSON.createObjectNode()
                .put("total", file.counters().of(Counter.TOTAL_ROWS))
                .put(
                        "rows",
                        file.counters().of(Counter.TOTAL_ADDED) - file.lines().duplicates())
                .put("rejected", file.counters().of(Counter.TOTAL_REJECTED))
                .put("flawed", file.counters().of(Counter.TOTAL_FLAWED))
                .put("duplicates", file.lines().duplicates())
                .put("repeated_headers", file.counters().of(Counter.REPEATED_HEADERS))
                .put(
                        "restored_values",
                        file.restored().stream()
                                .mapToLong(CheckedFile.Restored::count)
                                .sum());
    }

    private static ObjectNode node(Purchase row) {
        @Nullable LocalDate date = row.dataUltimaCompra();
        return JSON.createObjectNode()
                .put("line", row.line())
                .put("cpf", row.cpf().text())
                .put("private", row.isPrivate())
                .put("incompleto", row.incompleto())
                .put("data_ultima_compra", date == null ? null : date.toString())
                .put("ticket_medio", row.ticketMedio())
                .put("ticket_ultima_compra", row.ticketUltimaCompra())
                .put("loja_mais_frequente", text(row.lojaMaisFrequente()))
                .put("loja_ultima_compra", text(row.lojaUltimaCompra()))
                .put("cpf_valido", row.cpf().isValid())
                .put("cnpj_loja_mais_frequente_valido", isValid(row.lojaMaisFrequente()))
                .put("cnpj_loja_ultima_compra_valido", isValid(row.lojaUltimaCompra()));
    }

    private static @Nullable String text(@Nullable Document document) {
        return document == null ? null : document.text();
    }

    private static @Nullable Boolean isValid(@Nullable Document document) {
        return document == null ? null : document.isValid();
    }

    /// The flaws of a column in the rows that would be loaded, and its restored values.
    private static ObjectNode node(Column column, CheckedFile file, IssueMessages messages) {
        ObjectNode json = JSON.createObjectNode().put("column", column.key());
        ArrayNode all = json.putArray("issues");
        file.issues().stream()
                .filter(issues -> !issues.rejected() && issues.column() == column)
                .forEach(issues -> all.add(node(issues, file, messages)));
        long restored = 0;
        ArrayNode values = JSON.createArrayNode();
        for (CheckedFile.Restored one : file.restored()) {
            if (one.column() == column) {
                restored = one.count();
                one.first()
                        .forEach(value ->
                                values.addObject().put("line", value.line()).put("value", value.text()));
            }
        }
        json.putObject("restored").put("count", restored).set("examples", values);
        return json;
    }

    private static ObjectNode node(CheckedFile.Issues issues, CheckedFile file, IssueMessages messages) {
        ObjectNode json = JSON.createObjectNode()
                .put("code", issues.code().key())
                .put("reason", messages.reason(issues.first().getFirst()))
                .put("count", issues.count());
        ArrayNode examples = json.putArray("examples");
        issues.first().forEach(issue -> {
            ObjectNode example = examples.addObject().put("line", issue.line()).put("value", issue.value());
            if (issues.rejected()) {
                example.put("text", text(issue, file.layout()));
            }
        });
        return json;
    }

    /// The beginning of a rejected line; null if its encoding is unknown.
    static @Nullable String text(LineIssue issue, @Nullable Layout layout) {
        byte @Nullable [] line = issue.rejected();
        if (line == null || layout == null) {
            return null;
        }
        Charset charset = layout.encoding().stored().charset();
        String text = new String(line, 0, Math.min(line.length, TEXT_BYTES), charset);
        return text.codePointCount(0, text.length()) <= TEXT_CHARS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, TEXT_CHARS)) + "…";
    }
}
