package dev.carga.adapters.http.report;

import static dev.carga.adapters.http.RunningServer.HEADER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.http.Json;
import dev.carga.adapters.http.RunningServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurchaseRouteTest {

    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> get(String cpf) {
        return server.send(
                HttpRequest.newBuilder(server.uri("/api/v1/purchases/" + cpf)).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"041.091.641-25", "04109164125", "4109164125"})
    void customerIsFoundByEveryFormOfTheCpf(String cpf) {
        String id = Json.text(
                server.postFile("a.txt", HEADER + "041.091.641-25 0 1 2011-11-23 143,50 NULL 79.379.491/0008-50 NULL\n")
                        .body(),
                "message_id");
        server.loadAll();

        HttpResponse<String> response = get(cpf);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("""
                {"cpf":"041.091.641-25","private":false,"incompleto":true,"data_ultima_compra":"2011-11-23",\
                "ticket_medio":143.50,"ticket_ultima_compra":null,"loja_mais_frequente":"79.379.491/0008-50",\
                "loja_ultima_compra":null,"cpf_valido":true,"cnpj_loja_mais_frequente_valido":true,\
                "cnpj_loja_ultima_compra_valido":null,"origin":{"upload":"<id>","name":"a.txt","line":2,"added_by":null,\
                "was_there_before":false}}""".replace("<id>", id));
    }

    @Test
    void unknownCpfIsNotFoundAndNotEchoed() {
        HttpResponse<String> response = get("041.091.641-25");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Json.text(response.body(), "code")).isEqualTo("unknown_purchase");
        assertThat(response.body()).doesNotContain("041");
    }
}
