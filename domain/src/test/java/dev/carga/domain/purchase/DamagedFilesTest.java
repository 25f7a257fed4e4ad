package dev.carga.domain.purchase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.layout.CutPart;
import dev.carga.domain.layout.CuttingRules;
import dev.carga.domain.layout.Layout;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.layout.LineFormat;
import dev.carga.domain.layout.PartCutter;
import dev.carga.domain.layout.Recognition;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Small files with one error each, found by damaging files at random. No value may be misread without being
/// counted.
class DamagedFilesTest {

    private static final String HEADER = "cpf;private;incompleto;data_ultima_compra;ticket_medio;ticket_ultima_compra;"
            + "loja_mais_frequente;loja_ultima_compra\n";
    private static final String OTHERS = "private;incompleto;data_ultima_compra;ticket_ultima_compra;ticket_medio;"
            + "loja_ultima_compra;loja_mais_frequente";
    private static final String ROW =
            "041.091.641-25;0;1;2015-01-06;143,50;476,87;79.379.491/0001-83;51.840.894/0002-40\n";
    private static final String OTHER_ROW =
            "300.027.027-20;0;1;2015-01-06;476,87;143,50;51.840.894/0002-40;79.379.491/0001-83\n";
    private static final String ALIGNED =
            "CPF            PRIVATE INCOMPLETO DATA_ULTIMA_COMPRA TICKET_MEDIO TICKET_ULTIMA_COMPRA "
                    + "LOJA_MAIS_FREQ     LOJA_ULTIMA_COMPRA\n";
    private static final String CNPJ = "79.379.491/0008-50";

    private static Recognition recognise(String text, LayoutOptions options) {
        byte[] head = text.getBytes(UTF_8);
        return Recognition.of(head, head.length, true, new Recognition.Context(options, DateRange.ANY, false));
    }

    private static ParsedPart read(String text) {
        return read(text, LayoutOptions.NONE);
    }

    private static ParsedPart read(String text, LayoutOptions options) {
        Recognition recognition = recognise(text, options);
        assertThat(recognition).isInstanceOf(Recognition.Recognised.class);
        Layout layout = ((Recognition.Recognised) recognition).layout();
        LineFormat format = layout.lineFormat();
        List<CutPart> parts = new ArrayList<>();
        PartCutter cutter = new PartCutter(CuttingRules.DEFAULT, layout.headLines(), format, PartCutter.Room.UNLIMITED);
        byte[] bytes = text.getBytes(UTF_8);
        cutter.add(bytes, 0, bytes.length, parts::add);
        cutter.finish(parts::add);
        assertThat(parts).hasSize(1);
        return new PartParser(1_000)
                .parse(parts.getFirst().bytes(), parts.getFirst().firstLine(), format);
    }

    private static List<Purchase> rows(ParsedPart parsed) {
        return parsed.rows().stream()
                .sorted(Comparator.comparingLong(Purchase::line))
                .toList();
    }

    private static String aligned(String cpf, String date, String medio, String ultima, String frequent, String last) {
        return "%-15s0       1          %-19s%-13s%-21s%-19s%s"
                        .formatted(cpf, date, medio, ultima, frequent, last)
                        .stripTrailing()
                + "\n";
    }

    private static String regular(String cpf) {
        return aligned(cpf, "2015-01-06", "143,50", "476,87", CNPJ, CNPJ);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Documento;" + OTHERS, ";" + OTHERS, "uma;dois;tres;quatro;cinco;seis;sete;oito"})
    void linesBelowARepeatedHeaderWithoutACpfAreRejected(String header) {
        ParsedPart parsed = read(HEADER + ROW + header + "\n" + OTHER_ROW);
        assertThat(parsed.rows()).hasSize(1);
        assertThat(parsed.issues())
                .extracting(LineIssue::line, LineIssue::code)
                .containsExactly(tuple(4L, IssueCode.UNKNOWN_HEADER));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void valueWithABlankBesideAnEmptyColumnIsNotTwoColumns(int regular) {
        StringBuilder text = new StringBuilder(ALIGNED);
        List<String> cpfs = List.of("041.091.641-25", "300.027.027-20");
        cpfs.subList(0, regular).forEach(cpf -> text.append(regular(cpf)));
        for (String cpf : List.of("300.030.030-94", "300.031.031-29", "300.032.032-63")) {
            text.append(aligned(cpf, "2015-01-06", "", "1 234,50", CNPJ, CNPJ));
        }
        ParsedPart parsed = read(text.toString());
        for (Purchase row : rows(parsed)) {
            if (row.line() > regular + 1) {
                assertThat(row.ticketMedio()).isNull();
                assertThat(row.ticketUltimaCompra()).isEqualTo(new BigDecimal("1234.50"));
            }
        }
        assertThat(parsed.rows().size() + parsed.issues().size()).isEqualTo(regular + 3);
        assertThat(parsed.rows()).hasSizeGreaterThanOrEqualTo(regular);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#N/D", "nan", "(null)", "-", "NULL"})
    void shortLineIsRejectedIfTheFileHasAWordForNull(String word) {
        ParsedPart parsed = read(ALIGNED
                + regular("041.091.641-25")
                + aligned("300.027.027-20", "2015-01-06", word, "5,00", CNPJ, word)
                + regular("300.030.030-94")
                + aligned("300.031.031-29", "2015-01-06", "", "", "", ""));
        assertThat(parsed.rows()).hasSize(3);
        assertThat(parsed.issues()).extracting(LineIssue::code).containsExactly(IssueCode.WRONG_COLUMNS);
    }

    @Test
    void documentInATicketColumnRejectsTheLine() {
        String cnpj = CNPJ.replaceAll("[./-]", "");
        ParsedPart parsed = read(ALIGNED
                + regular("041.091.641-25")
                + aligned("300.027.027-20", "2015-01-06", "", "5,00", CNPJ, CNPJ)
                + regular("300.030.030-94")
                + "300.031.031-29 0       1          2015-01-06          5,00  " + cnpj + "  " + cnpj + "  " + cnpj);
        assertThat(parsed.rows()).hasSize(3);
        assertThat(parsed.issues()).extracting(LineIssue::code).containsExactly(IssueCode.WRONG_COLUMNS);
    }

    @Test
    void rowsAboveAHeaderWithAnotherSeparatorAreNotATitle() {
        String tabs = ("cpf;" + OTHERS + "\n" + OTHER_ROW).replace(';', '\t');
        assertThat(recognise(ROW + tabs, LayoutOptions.NONE)).isInstanceOf(Recognition.HeaderBelowRows.class);
        assertThat(recognise(ROW.replace(';', ' ') + tabs, LayoutOptions.NONE))
                .isInstanceOf(Recognition.HeaderBelowRows.class);
        ParsedPart usual = read(ROW + (HEADER + OTHER_ROW).replace(';', '\t'));
        assertThat(usual.rows()).hasSize(1);
        assertThat(usual.issues()).extracting(LineIssue::line).containsExactly(1L);
        assertThat(read("Emitido por Ana Maria CPF 041.091.641-25\n" + HEADER + OTHER_ROW)
                        .rows())
                .hasSize(1);
    }

    @Test
    void linesBelowARepeatedHeaderAreEvidenceForTheOrderOfDates() {
        String monthFirst = "300.030.030-94;0;1;01/22/2015;5,00;6,00;;\n";
        ParsedPart parsed = read(HEADER + ROW.replace("2015-01-06", "03/04/2014") + "cpf;" + OTHERS + "\n"
                + monthFirst.replace("01/22/2015;5,00;6,00", "01/22/2015;6,00;5,00"));
        assertThat(rows(parsed))
                .extracting(Purchase::dataUltimaCompra)
                .containsExactly(LocalDate.of(2014, 3, 4), LocalDate.of(2015, 1, 22));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"143,50,476,87", "143,5,NULL", "100,476,87", "R$ 143,50,", "1,234.50,99.90", "1,234,567.50,99"})
    void commasThatSeparateAndOccurInNumbersAreRefused(String amounts) {
        String row = "041.091.641-25,0,1,2015-01-06," + amounts + ",79.379.491/0001-83,51.840.894/0002-40\n";
        String lacksOne = row.replace(amounts, "143,50");
        String header = HEADER.replace(';', ',');
        assertThat(recognise(header + lacksOne + row, LayoutOptions.NONE))
                .isEqualTo(new Recognition.CommasInNumbers(3));
        assertThat(recognise(row + row, LayoutOptions.NONE)).isEqualTo(new Recognition.CommasInNumbers(1));
        assertThat(recognise(header + lacksOne.repeat(20) + row, LayoutOptions.NONE))
                .isInstanceOf(Recognition.Recognised.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "041.091.641-25,0,1,2015-01-06,143,50,476,87,Loja 1,Loja 2",
                "***.091.641-**,0,1,2015-01-06,143,50,476,87,,",
                "041.091.641-25,0,1,\"Jan 6, 2015\",143,50,NULL,\"7,93795E+13\",NULL",
                "041.091.641-25,0,1,Jan 6, 2015,143,50,NULL,NULL,NULL",
                "041.091.641-25,0,1,2015-01-06,143,50,476,87,79.379.491/0001-83,51.840.894/0002-40,",
            })
    void commasInNumbersAreDetectedWhateverElseIsInTheRow(String row) {
        String lacksOne = "300.030.030-94,0,1,2015-01-06,143,50,,79.379.491/0001-83\n";
        assertThat(recognise(HEADER.replace(';', ',') + row + "\n" + row + "\n" + lacksOne, LayoutOptions.NONE))
                .isEqualTo(new Recognition.CommasInNumbers(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"143,476,,,", "143,476,500,79.379.491/0001-83,51.840.894/0002-40"})
    void adjacentWholeNumbersAreNotOneNumber(String rest) {
        String row = "041.091.641-25,0,1,2015-01-06,";
        assertThat(recognise(HEADER.replace(';', ',') + row + "143,476,,\n" + row + rest + "\n", LayoutOptions.NONE))
                .isInstanceOf(Recognition.Recognised.class);
    }

    @Test
    void repeatedHeaderHasTheColumnsThatTheSenderSpecified() {
        String order = "cpf,private,incompleto,data_ultima_compra,ticket_ultima_compra,ticket_medio,"
                + "loja_mais_frequente,loja_ultima_compra";
        assertThat(rows(read(HEADER + ROW + HEADER + OTHER_ROW, columns(order))))
                .extracting(Purchase::ticketMedio)
                .containsExactly(new BigDecimal("476.87"), new BigDecimal("143.50"));
        String withName = ROW.replace("-25;", "-25;Ana;") + "%s" + OTHER_ROW.replace("-20;", "-20;Rui;");
        String header = HEADER.replace("cpf;", "cpf;nome;");
        assertThat(read(header + withName.formatted(header), columns("cpf,-," + order.substring(4)))
                        .rows())
                .hasSize(2);
    }

    private static LayoutOptions columns(String columns) {
        return new LayoutOptions(
                null, null, null, null, ColumnNames.parse(columns).orElseThrow(), false, false, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"***.091.641-**", "300.027.027-21", "", "3,00027E+10"})
    void rowsWithInvalidCpfsAboveAHeaderAreNotATitle(String cpf) {
        String rows = ROW.replace("041.091.641-25", cpf).repeat(2);
        ParsedPart parsed = read(rows + HEADER + OTHER_ROW);
        assertThat(parsed.issues()).extracting(LineIssue::line).contains(1L, 2L);
        assertThat(recognise(rows + "cpf;" + OTHERS + "\n" + OTHER_ROW, LayoutOptions.NONE))
                .isInstanceOf(Recognition.HeaderBelowRows.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Relatório de clientes;;;;;;;\n",
                "Período;01/01/2015;a;31/12/2015;;;;\n",
                "Emitido em;06/01/2015;por;Ana;para;Rui;;\n",
                "1;2;3;4;5;6;7;8\n",
            })
    void titlesFilledUpWithSeparatorsAreSkipped(String title) {
        ParsedPart parsed = read(title + HEADER + ROW + OTHER_ROW);
        assertThat(parsed.rows()).hasSize(2);
        assertThat(parsed.issues()).isEmpty();
    }

    @Test
    void rowOfWordsIsNotARepeatedHeader() {
        ParsedPart parsed = read(
                HEADER + ROW + "Consumidor final;não;sim;sem data;sem compra;sem compra;nenhuma;nenhuma\n" + OTHER_ROW);
        assertThat(parsed.rows()).hasSize(2);
        assertThat(parsed.issues()).extracting(LineIssue::code).containsExactly(IssueCode.TEXT_INSTEAD_OF_CPF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "191.0000000000000000",
                "163.811666667",
                "140.08875000",
                "66.133333333333",
                "353.00000000",
                "00000000000000000000191"
            })
    void averageWithManyDecimalsIsNotADocument(String average) {
        ParsedPart parsed =
                read((HEADER + ROW.replace("143,50", average).replace("476,87", "476.87")).replace(',', '.'));
        assertThat(rows(parsed)).extracting(Purchase::ticketMedio).containsExactly(new BigDecimal(average));
    }

    @Test
    void columnOfAmbiguousNumbersDoesNotTakeTheMarkOfTheOtherColumn() {
        String rows = ROW.replace("143,50;476,87", "143.50;1.476") + OTHER_ROW.replace("476,87;143,50", "99.99;12.300");
        ParsedPart parsed = read(HEADER + rows);
        assertThat(rows(parsed)).extracting(Purchase::ticketUltimaCompra).containsOnlyNulls();
        assertThat(parsed.issues())
                .extracting(LineIssue::code)
                .contains(IssueCode.AMBIGUOUS_TICKET_ULTIMA_COMPRA, IssueCode.AMBIGUOUS_TICKET_ULTIMA_COMPRA);
    }

    @Test
    void datesWithATimeAreReadBesideRightAlignedTickets() {
        StringBuilder text = new StringBuilder("cpf                private   incompleto   data_ultima_compra    "
                + "ticket_medio   ticket_ultima_compra   loja_mais_frequente    loja_ultima_compra\n");
        for (String cpf : List.of("041.091.641-25", "300.027.027-20", "300.030.030-94")) {
            text.append("%-18s %-9s %-12s %-18s %15s %22s   %-22s %s%n"
                    .formatted(cpf, "0", "1", "28/09/2017 00:00", "2776,14", "604,16", CNPJ, CNPJ));
        }
        assertThat(rows(read(text.toString())))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.ticketUltimaCompra()).isEqualTo(new BigDecimal("604.16")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"143,50\",\"476,87\"", "143.50,476.87", "143,476", "143.50,476.87,", "143.50,476.87,x"})
    void commasThatOnlySeparateAreAccepted(String amounts) {
        String row = "041.091.641-25,0,1,2015-01-06," + amounts + ",79.379.491/0001-83,51.840.894/0002-40\n";
        assertThat(recognise(HEADER.replace(';', ',') + row, LayoutOptions.NONE))
                .isInstanceOf(Recognition.Recognised.class);
    }

    @Test
    void columnWithoutANameIsSkippedIfExtraColumnsAreAllowed() {
        LayoutOptions ignore = new LayoutOptions(null, null, null, null, null, true, false, null);
        ParsedPart parsed = read(";" + HEADER + "0;" + ROW + "1;" + OTHER_ROW, ignore);
        assertThat(parsed.rows()).hasSize(2);
        assertThat(recognise(";" + HEADER + "0;" + ROW + "1;" + OTHER_ROW, LayoutOptions.NONE))
                .isInstanceOf(Recognition.WrongHeader.class);
    }

    @Test
    void tableWithPipesAroundLinesAndARowCountIsRead() {
        String table = (HEADER + ROW + OTHER_ROW).replace(";", " | ").replaceAll("(?m)^(.+)$", "| $1 |");
        assertThat(read("+-----+\n" + table + "+-----+\n2 rows in set (0.00 sec)\n")
                        .rows())
                .hasSize(2);
    }

    @Test
    void nameInAnAlignedHeaderTakesNoWordOfTheNextName() {
        String header =
                "CPF PRIVATE INCOMPLETO DATA_ULTIMA_COMPRA TICKET MÉDIO Vlr. Última Compra LOJA_MAIS_FREQ LOJA_ULTIMA_COMPRA\n";
        assertThat(read(header + regular("041.091.641-25") + regular("300.027.027-20"))
                        .rows())
                .hasSize(2);
    }
}
