package dev.carga.adapters.http.view;

import static dev.carga.adapters.http.view.WarningMessages.column;
import static dev.carga.adapters.http.view.WarningMessages.decides;
import static dev.carga.adapters.http.view.WarningMessages.names;
import static dev.carga.adapters.http.view.WarningMessages.number;
import static dev.carga.adapters.http.view.WarningMessages.onLine;

import dev.carga.application.report.Warning;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.layout.Finding;
import java.util.Locale;

/// The Brazilian Portuguese messages of [Warning].
final class PortugueseWarnings {

    private static final Locale LOCALE = Locale.of("pt", "BR");

    private PortugueseWarnings() {}

    static String text(Warning warning) {
        String count = number(warning.count(), LOCALE);
        boolean one = warning.count() == 1;
        String column = column(warning);
        return switch (warning.code()) {
            case DRY_RUN -> "Esta é uma simulação: nada é carregado. Os contadores mostram o que uma carga real faria";
            case NO_ROWS ->
                warning.count() == 0
                        ? "O arquivo não tem linhas abaixo do cabeçalho: nada foi carregado"
                        : "Nenhuma linha do arquivo gerou um registro: todas foram rejeitadas (" + count
                                + "). Os problemas do envio (issues) trazem o motivo de cada linha";
            case MOSTLY_UNREADABLE -> mostlyUnreadable(warning, count);
            case DIGITS_LOST ->
                count + (one ? " valor de " : " valores de ") + column
                        + (one ? " está" : " estão")
                        + " em notação científica (como 7,93795E+13), e os últimos dígitos se perderam. Formate a coluna"
                        + " como texto na planilha e exporte o arquivo de novo";
            case AMBIGUOUS_VALUES ->
                count + (one ? " valor de " : " valores de ") + column
                        + (one
                                ? " pode ser lido de duas formas e não foi usado. "
                                : " podem ser lidos de duas formas e não foram usados. ")
                        + decides(warning, "ou", "decide")
                        + ": desfaça o envio (undo) e envie o arquivo de novo com essa opção";
            case DIALECT_CONFLICTING ->
                "O arquivo escreve " + subject(warning) + " de duas formas (" + conflict(warning)
                        + "): só os valores sem ambiguidade são usados. " + decides(warning, "ou", "decide");
            case DIALECT_OPEN ->
                "As primeiras linhas não mostram " + subject(warning) + ": só os valores sem ambiguidade são usados. "
                        + decides(warning, "ou", "decide");
            case DIALECT_ASSUMED ->
                "As primeiras linhas não mostram " + subject(warning) + "; o Carga adota o formato brasileiro"
                        + onLine(warning, ", primeiro caso na linha ") + ". " + decides(warning, "ou", "decide");
            case MONTH_FIRST_DATES ->
                "As datas são lidas com o mês primeiro, mm/dd/aaaa (" + evidence(warning)
                        + "). Se estiver errado: dates=dd/mm/aaaa";
            case DIALECT_RECOGNISED ->
                "O separador decimal de " + column + " é o ponto, como em 1,234.50 (" + evidence(warning)
                        + "). Se estiver errado: decimal=comma";
            case UNKNOWN_HEADER ->
                count + (one ? " linha está" : " linhas estão")
                        + " abaixo de um cabeçalho que o Carga não reconhece e "
                        + (one ? "foi rejeitada" : "foram rejeitadas")
                        + ". Envie as linhas abaixo desse cabeçalho em outro arquivo, com columns=";
            case TEXT_INSTEAD_OF_CPF ->
                count + (one ? " linha tem" : " linhas têm")
                        + " um texto no lugar do CPF (título, total, traços) e "
                        + (one ? "foi rejeitada" : "foram rejeitadas");
            case COLUMNS_MISSING ->
                "O arquivo não tem estas colunas, que ficam NULL em todos os registros: " + names(warning);
            case COLUMNS_PASSED_OVER -> "Estas colunas são ignoradas e não são carregadas: " + names(warning);
            case LINES_PASSED_OVER ->
                count + (one ? " linha foi ignorada" : " linhas foram ignoradas")
                        + " acima do cabeçalho ou da primeira linha de dados (título, sep=, traços)";
            case REPEATED_HEADERS ->
                "O cabeçalho se repete " + (one ? "1 vez" : count + " vezes")
                        + " no meio do arquivo e foi ignorado ali";
            case VALUES_RESTORED ->
                count + (one ? " CPF ou CNPJ danificado" : " CPFs ou CNPJs danificados")
                        + " por uma planilha (zeros à esquerda perdidos, .0 no fim) "
                        + (one ? "foi recuperado" : "foram recuperados")
                        + "; nenhum dígito se perdeu. Colunas formatadas como texto evitam isso";
        };
    }

    private static String mostlyUnreadable(Warning warning, String count) {
        @Nullable Column column = warning.column();
        if (column == null) {
            return "A maioria das linhas (" + count
                    + ") foi rejeitada por ter um valor ilegível (on_unreadable=reject). As colunas"
                    + " e o formato dos valores em layout estão certos? Se não, use columns=, decimal=, dates= ou"
                    + " booleans=";
        }
        String what = "A maioria dos valores de " + column.key() + " (" + count + ") ";
        return switch (column) {
            case CPF -> what + "não é válida como CPF. É a coluna certa? Se não, informe columns=";
            case LOJA_MAIS_FREQUENTE, LOJA_ULTIMA_COMPRA ->
                what + "não é válida como CNPJ. É a coluna certa? Se não, informe columns=";
            case PRIVATE, INCOMPLETO ->
                what
                        + "não foi reconhecida como verdadeiro ou falso. Se o formato é outro, informe booleans=sim/não; se a coluna é outra, columns=";
            case DATA_ULTIMA_COMPRA ->
                what + "não foi reconhecida como data. Se o formato é outro, informe dates=dd/mm/aaaa ou"
                        + " dates=mm/dd/aaaa; se a coluna é outra, columns=";
            case TICKET_MEDIO, TICKET_ULTIMA_COMPRA ->
                what + "não foi reconhecida como número. Se o formato é outro, informe decimal=comma ou"
                        + " decimal=point; se a coluna é outra, columns=";
        };
    }

    private static String evidence(Warning warning) {
        @Nullable Finding finding = warning.finding();
        if (finding == null) {
            return "";
        }
        String shown = number(finding.shows(), LOCALE) + " dos primeiros valores só podem ser lidos assim";
        return shown
                + (finding.against() == 0 ? "" : ", " + number(finding.against(), LOCALE) + " só de outra forma")
                + onLine(warning, ", o primeiro na linha ");
    }

    private static String conflict(Warning warning) {
        @Nullable Finding finding = warning.finding();
        if (finding == null) {
            return "";
        }
        boolean dates = finding.subject() == Finding.Subject.DATES;
        return "nas primeiras linhas, " + number(finding.shows(), LOCALE) + " com "
                + (dates ? "o dia primeiro" : "vírgula decimal") + " e "
                + number(finding.against(), LOCALE) + " com "
                + (dates ? "o mês primeiro" : "ponto decimal")
                + onLine(warning, ", a primeira destas na linha ");
    }

    private static String subject(Warning warning) {
        @Nullable Finding finding = warning.finding();
        if (finding == null) {
            return "";
        }
        return switch (finding.subject()) {
            case DECIMAL -> "o separador decimal de " + column(warning);
            case DATES -> "a ordem de dia e mês";
            case BOOLEANS -> "verdadeiro e falso";
            case NULLS -> "valores ausentes";
            case COLUMNS -> "as colunas";
            case SEPARATOR -> "o separador";
            case ENCODING -> "a codificação";
        };
    }
}
