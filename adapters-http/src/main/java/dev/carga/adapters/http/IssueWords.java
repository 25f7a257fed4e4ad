package dev.carga.adapters.http;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;

/// What is wrong with a line, for people: in Portuguese or in English.
enum IssueWords {
    ENGLISH("en"),
    PORTUGUESE("pt-BR");

    private static final List<Locale> LOCALES = List.of(Locale.of("pt", "BR"), Locale.of("pt"), Locale.ENGLISH);

    private final String tag;

    IssueWords(String tag) {
        this.tag = tag;
    }

    /// As a header `Content-Language` has it.
    String tag() {
        return tag;
    }

    /// The one that a header `Accept-Language` (RFC 9110, 12.5.4) prefers; English if there is none, or none that can
    /// be read.
    static IssueWords of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return ENGLISH;
        }
        try {
            @Nullable Locale found = Locale.lookup(LanguageRange.parse(acceptLanguage), LOCALES);
            return found != null && found.getLanguage().equals("pt") ? PORTUGUESE : ENGLISH;
        } catch (IllegalArgumentException _) {
            return ENGLISH;
        }
    }

    String reason(LineIssue issue) {
        if (issue.code() == IssueCode.INVALID_CPF && issue.rejected() != null) {
            return switch (this) {
                case ENGLISH ->
                    "This is no CPF: its length or check digits are wrong. The line gave no row (on_invalid=reject)";
                case PORTUGUESE ->
                    "CPF inválido: o tamanho ou os dígitos verificadores estão errados. A linha não gerou registro"
                            + " (on_invalid=reject)";
            };
        }
        return reason(issue.code());
    }

    String reason(IssueCode code) {
        return switch (this) {
            case ENGLISH -> english(code);
            case PORTUGUESE -> portuguese(code);
        };
    }

    private static String english(IssueCode code) {
        return switch (code) {
            case LINE_TOO_LONG -> "The line is too long and gave no row";
            case NUL_BYTE -> "The line holds a NUL byte and gave no row";
            case INVALID_ENCODING -> "The line holds bytes that do not decode and gave no row";
            case WRONG_COLUMNS -> "The line has not eight columns, or a quote that is not closed, and gave no row";
            case MISSING_CPF -> "There is no CPF, and so no row";
            case VALUE_TOO_LONG -> "The CPF or CNPJ has more than 20 characters; the line gave no row";
            case INVALID_CPF -> "This is no CPF: its length or check digits are wrong. The row says so (cpf_valido)";
            case INVALID_PRIVATE, INVALID_INCOMPLETO -> "The flag is neither 0 nor 1; the row has NULL there";
            case INVALID_DATE -> "There is no such date as YYYY-MM-DD or DD/MM/YYYY; the row has NULL there";
            case INVALID_TICKET_MEDIO, INVALID_TICKET_ULTIMA_COMPRA ->
                "This is no number such as 1.234,56; the row has NULL there";
            case INVALID_LOJA_MAIS_FREQUENTE, INVALID_LOJA_ULTIMA_COMPRA ->
                "This is no CNPJ: its length or check digits are wrong. The row says so";
            case DUPLICATE_CPF -> "The CPF is there already; the line was left out";
        };
    }

    private static String portuguese(IssueCode code) {
        return switch (code) {
            case LINE_TOO_LONG -> "A linha é longa demais e não gerou registro";
            case NUL_BYTE -> "A linha contém um byte NUL e não gerou registro";
            case INVALID_ENCODING -> "A linha contém bytes que não se decodificam e não gerou registro";
            case WRONG_COLUMNS -> "A linha não tem oito colunas, ou tem aspas que não fecham, e não gerou registro";
            case MISSING_CPF -> "Não há CPF, e por isso não há registro";
            case VALUE_TOO_LONG -> "O CPF ou CNPJ tem mais de 20 caracteres; a linha não gerou registro";
            case INVALID_CPF ->
                "CPF inválido: o tamanho ou os dígitos verificadores estão errados. O registro indica isso (cpf_valido)";
            case INVALID_PRIVATE, INVALID_INCOMPLETO -> "A flag não é 0 nem 1; o registro tem NULL nesse campo";
            case INVALID_DATE -> "Não existe essa data como AAAA-MM-DD ou DD/MM/AAAA; o registro tem NULL nesse campo";
            case INVALID_TICKET_MEDIO, INVALID_TICKET_ULTIMA_COMPRA ->
                "Não é um número como 1.234,56; o registro tem NULL nesse campo";
            case INVALID_LOJA_MAIS_FREQUENTE, INVALID_LOJA_ULTIMA_COMPRA ->
                "CNPJ inválido: o tamanho ou os dígitos verificadores estão errados. O registro indica isso";
            case DUPLICATE_CPF -> "O CPF já existe; a linha foi deixada de fora";
        };
    }

    /// The value, where it is a document with all but its last two letters and digits hidden: enough to find the line
    /// by, and not the document.
    static @Nullable String masked(LineIssue issue) {
        @Nullable String value = issue.value();
        @Nullable Column column = issue.column();
        if (value == null || column == null) {
            return value;
        }
        return switch (column) {
            case CPF, LOJA_MAIS_FREQUENTE, LOJA_ULTIMA_COMPRA -> masked(value);
            case PRIVATE, INCOMPLETO, DATA_ULTIMA_COMPRA, TICKET_MEDIO, TICKET_ULTIMA_COMPRA -> value;
        };
    }

    private static String masked(String document) {
        if (document.equalsIgnoreCase("NULL")) {
            return document;
        }
        long left = document.codePoints().filter(Character::isLetterOrDigit).count();
        StringBuilder masked = new StringBuilder();
        for (int c : document.codePoints().toArray()) {
            boolean hidden = Character.isLetterOrDigit(c) && left-- > 2;
            masked.appendCodePoint(hidden ? '*' : c);
        }
        return masked.toString();
    }
}
