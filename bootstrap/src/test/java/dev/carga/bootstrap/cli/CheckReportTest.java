package dev.carga.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CheckReportTest {

    @Test
    void theEvidenceIsSaidForWhatWasRecognised() throws IOException {
        String report = CheckReport.of(new JsonMapper().readTree("""
                {"name":"a.csv","ok":true,"layout":{"packed_by":["gzip"],"encoding":"windows-1252","separator":"semicolon",
                 "line_end":"crlf","header":true,"lines_passed_over":2,
                 "fields":[{"column":"cpf","name":"cpf"},{"column":null,"name":"Vendedor"}],"missing_columns":["private"],
                 "findings":[
                  {"subject":"decimal","column":"ticket_medio","value":"comma","source":"shown","shows":12,"against":0,"line":4},
                  {"subject":"decimal","column":"ticket_ultima_compra","value":"either","source":"conflicting","shows":3,
                   "against":2,"line":5},
                  {"subject":"dates","column":null,"value":"day_first","source":"assumed","shows":0,"against":0,"line":null},
                  {"subject":"nulls","column":null,"value":"n/i","source":"told","shows":0,"against":0,"line":null}]},
                 "lines":{"total":0},"duplicates":{"count":0,"lines":[],"every_cpf_compared":true}}"""));

        assertThat(report)
                .contains("windows-1252, separated by semicolon, line ends crlf, unpacked from gzip")
                .containsPattern("header +yes; lines passed over above: 2\\R")
                .containsPattern("columns +cpf, \\(Vendedor: passed over\\)")
                .containsPattern("missing +private: NULL in every row")
                .contains("comma of ticket_medio (shown by 12 values, first on line 4)")
                .contains(
                        "either of ticket_ultima_compra (conflicting: 3 with a decimal comma, 2 with a decimal point, first on"
                                + " line 5;"
                                + " only what has one reading is read; --decimal decides)")
                .contains("day_first (assumed, no value of the sample shows it; --dates decides)")
                .contains("n/i (as you say)");
    }
}
