package dev.carga.adapters.http.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.application.report.FindPurchase;
import dev.carga.application.report.PurchaseLookup.Found;
import dev.carga.application.report.PurchaseLookup.Origin;
import dev.carga.application.report.PurchaseLookup.Row;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/// `GET /api/v1/purchases/{cpf}`: a customer's row, and the upload and line that it comes from.
public final class PurchaseRoute {

    public static final String CPF = "cpf";

    private static final JsonMapper JSON = new JsonMapper();

    private final FindPurchase find;

    public PurchaseRoute(FindPurchase find) {
        this.find = find;
    }

    public void handle(Context ctx) {
        find.find(ctx.pathParam(CPF).strip())
                .ifPresentOrElse(
                        found -> Responses.answer(
                                ctx, 200, node(found).toString().getBytes(StandardCharsets.UTF_8)),
                        () -> Responses.refuse(ctx, Problem.UNKNOWN_PURCHASE));
    }

    private static ObjectNode node(Found found) {
        Row row = found.row();
        @Nullable LocalDate date = row.dataUltimaCompra();
        ObjectNode json = JSON.createObjectNode()
                .put("cpf", row.cpf())
                .put("private", row.isPrivate())
                .put("incompleto", row.incompleto())
                .put("data_ultima_compra", date == null ? null : date.toString())
                .put("ticket_medio", row.ticketMedio())
                .put("ticket_ultima_compra", row.ticketUltimaCompra())
                .put("loja_mais_frequente", row.lojaMaisFrequente())
                .put("loja_ultima_compra", row.lojaUltimaCompra())
                .put("cpf_valido", row.cpfValido())
                .put("cnpj_loja_mais_frequente_valido", row.lojaMaisFrequenteValido())
                .put("cnpj_loja_ultima_compra_valido", row.lojaUltimaCompraValido());
        json.set("origin", origin(found.origin()));
        return json;
    }

    private static @Nullable ObjectNode origin(@Nullable Origin origin) {
        if (origin == null) {
            return null;
        }
        @Nullable UploadId addedBy = origin.addedBy();
        return JSON.createObjectNode()
                .put("upload", origin.upload().toString())
                .put("name", origin.name())
                .put("line", origin.line())
                .put("added_by", addedBy == null ? null : addedBy.toString())
                .put("was_there_before", origin.wasThereBefore());
    }
}
