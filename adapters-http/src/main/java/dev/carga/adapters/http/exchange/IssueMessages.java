package dev.carga.adapters.http.exchange;

import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Column;
import dev.carga.domain.purchase.IssueCode;
import dev.carga.domain.purchase.LineIssue;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is wrong with a line, for people: in Portuguese or in English.
public enum IssueMessages {
    ENGLISH("en"),
    PORTUGUESE("pt-BR");

    private static final List<Locale> LOCALES = List.of(Locale.of("pt", "BR"), Locale.of("pt"), Locale.ENGLISH);

    private static final Pattern NO_LETTERS = Pattern.compile("\\P{L}+");

    /// Each reason by its letters alone: the rest of it depends on the file's separator, and on whoever saved it.
    private static final Set<String> REASONS = Stream.of(values())
            .flatMap(words -> Stream.of(IssueCode.values())
                    .flatMap(code -> Stream.of(
                            words.reason(code),
                            words.reason(new LineIssue(0, code, code.column(), null, new byte[0])))))
            .map(IssueMessages::letters)
            .collect(Collectors.toUnmodifiableSet());

    private final String tag;

    IssueMessages(String tag) {
        this.tag = tag;
    }

    /// As a header `Content-Language` has it.
    public String tag() {
        return tag;
    }

    /// The one that a header `Accept-Language` (RFC 9110, 12.5.4) prefers; English if there is none, or none
    /// that can be read.
    public static IssueMessages of(@Nullable String acceptLanguage) {
        return preferred(acceptLanguage).orElse(ENGLISH);
    }

    private static Optional<IssueMessages> preferred(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return Optional.empty();
        }
        try {
            @Nullable Locale found = Locale.lookup(LanguageRange.parse(acceptLanguage), LOCALES);
            return Optional.ofNullable(found).map(locale -> locale.getLanguage().equals("pt") ? PORTUGUESE : ENGLISH);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Those of a file that is mended where its lines come from: Portuguese, unless English is asked for.
    ///
    /// @param lang           of the URL; null if it names none
    /// @param acceptLanguage as in [#of(String)]
    /// @return empty if the URL names a language that there is not
    public static Optional<IssueMessages> asked(@Nullable String lang, @Nullable String acceptLanguage) {
        if (lang != null) {
            return switch (lang.toLowerCase(Locale.ROOT)) {
                case "pt", "pt-br" -> Optional.of(PORTUGUESE);
                case "en" -> Optional.of(ENGLISH);
                default -> Optional.empty();
            };
        }
        return Optional.of(preferred(acceptLanguage).orElse(PORTUGUESE));
    }

    /// The name of the column that tells what is wrong with a line; it is passed over when the file comes back.
    public String reasonColumn() {
        return switch (this) {
            case ENGLISH -> "reason";
            case PORTUGUESE -> "motivo";
        };
    }

    /// Behind the reason of a line that is not shown byte for byte.
    public String undecodable() {
        return switch (this) {
            case ENGLISH -> " (\uFFFD stands for what cannot be decoded)";
            case PORTUGUESE -> " (\uFFFD está no lugar do que não pôde ser decodificado)";
        };
    }

    /// Whether this is a reason as it stands behind a line, in either language.
    public static boolean isReason(String text) {
        String plain = letters(text.replaceFirst("^\\s*[a-z_]+: ", ""));
        return REASONS.stream().anyMatch(plain::startsWith);
    }

    private static String letters(String text) {
        return NO_LETTERS.matcher(text).replaceAll("");
    }

    /// The one that the request prefers, which the answer names.
    public static IssueMessages of(Context ctx) {
        IssueMessages words = of(ctx.header("Accept-Language"));
        ctx.header("Content-Language", words.tag()).header("Vary", "Accept-Language");
        return words;
    }

    public String reason(LineIssue issue) {
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

    public String reason(IssueCode code) {
        return switch (this) {
            case ENGLISH -> english(code);
            case PORTUGUESE -> portuguese(code);
        };
    }

    private static String english(IssueCode code) {
        return switch (code) {
            case LINE_TOO_LONG -> "The line is too long; no row was added";
            case NUL_BYTE -> "The line holds a NUL byte; no row was added";
            case INVALID_ENCODING -> "The line holds bytes that are invalid in the file's encoding; no row was added";
            case WRONG_COLUMNS ->
                "The line has another number of fields than the file, or an unclosed quote; no row was added";
            case UNKNOWN_HEADER ->
                "The line stands below a header whose columns Carga cannot read; no row was added. Send the lines below that"
                        + " header as a file of their own, with columns=";
            case MISSING_CPF -> "The CPF is missing; no row was added";
            case TEXT_INSTEAD_OF_CPF ->
                "The CPF field holds text instead of a CPF (a title, a total, dashes); no row was added";
            case CPF_DIGITS_LOST ->
                "A spreadsheet wrote the CPF in scientific notation and its last digits are lost; no row was added. Format"
                        + " the column as text and export the file again";
            case VALUE_TOO_LONG -> "The CPF or CNPJ has more than 20 characters; no row was added";
            case UNREADABLE_VALUE ->
                "This value cannot be read, and the upload rejects such lines (on_unreadable=reject); no row was added";
            case INVALID_CPF ->
                "This is not a valid CPF: its length, punctuation or check digits are wrong. The row says so (cpf_valido)";
            case INVALID_PRIVATE, INVALID_INCOMPLETO ->
                "This is not a word for true or false that Carga knows; the field stays NULL, or as it was under update. booleans=yes/no names other"
                        + " words";
            case INVALID_DATE ->
                "This is not a date as this file writes them (see layout); the field stays NULL, or as it was under update. If day and month stand the other"
                        + " way round, dates= decides";
            case DATE_OUT_OF_RANGE ->
                "No purchase has this date: it lies before 1900 or in the future; the field stays NULL, or as it was under update";
            case AMBIGUOUS_DATE ->
                "Day and month can be read in two ways; the field stays NULL, or as it was under update. dates=dd/mm/yyyy or dates=mm/dd/yyyy decides";
            case INVALID_TICKET_MEDIO, INVALID_TICKET_ULTIMA_COMPRA ->
                "This is not a number as this column writes them (see layout); the field stays NULL, or as it was under update. If its decimal sign is another"
                        + " one, decimal= decides";
            case AMBIGUOUS_TICKET_MEDIO, AMBIGUOUS_TICKET_ULTIMA_COMPRA ->
                "The sign may group thousands or begin the decimals; the field stays NULL, or as it was under update. decimal=comma or decimal=point"
                        + " decides";
            case INVALID_LOJA_MAIS_FREQUENTE, INVALID_LOJA_ULTIMA_COMPRA ->
                "This is not a valid CNPJ: its length, punctuation or check digits are wrong. The row says so; an update keeps the CNPJ that was there";
            case LOJA_MAIS_FREQUENTE_DIGITS_LOST, LOJA_ULTIMA_COMPRA_DIGITS_LOST ->
                "A spreadsheet wrote the CNPJ in scientific notation and its last digits are lost. The row marks it invalid; an update keeps the CNPJ that was there."
                        + " Format the column as text and export the file again";
            case DUPLICATE_CPF -> "The CPF is there already; the line was skipped";
        };
    }

    private static String portuguese(IssueCode code) {
        return switch (code) {
            case LINE_TOO_LONG -> "Linha longa demais: rejeitada";
            case NUL_BYTE -> "A linha contém um byte NUL: rejeitada";
            case INVALID_ENCODING -> "A linha contém bytes inválidos na codificação do arquivo: rejeitada";
            case WRONG_COLUMNS ->
                "A linha não tem o mesmo número de campos que o arquivo, ou tem aspas sem fechamento: rejeitada";
            case UNKNOWN_HEADER ->
                "A linha está abaixo de um cabeçalho cujas colunas o Carga não reconhece: rejeitada. Envie as linhas abaixo"
                        + " desse cabeçalho como outro arquivo, com columns=";
            case MISSING_CPF -> "CPF ausente: linha rejeitada";
            case TEXT_INSTEAD_OF_CPF ->
                "O campo do CPF contém um texto (título, total, traços) em vez de um CPF: linha rejeitada";
            case CPF_DIGITS_LOST ->
                "Uma planilha gravou o CPF em notação científica e os últimos dígitos se perderam: linha rejeitada. Formate a"
                        + " coluna como texto e exporte o arquivo de novo";
            case VALUE_TOO_LONG -> "O CPF ou CNPJ tem mais de 20 caracteres: linha rejeitada";
            case UNREADABLE_VALUE ->
                "Valor ilegível, e este envio rejeita linhas assim (on_unreadable=reject): linha rejeitada";
            case INVALID_CPF ->
                "CPF inválido: tamanho, pontuação ou dígitos verificadores errados. O registro indica isso (cpf_valido)";
            case INVALID_PRIVATE, INVALID_INCOMPLETO ->
                "O indicador não é uma palavra conhecida para verdadeiro ou falso; o campo fica NULL ou, em update, como estava. booleans=sim/não"
                        + " define outras palavras";
            case INVALID_DATE ->
                "Não é uma data no formato deste arquivo (veja layout); o campo fica NULL ou, em update, como estava. Se dia e mês estão trocados, informe"
                        + " dates=";
            case DATE_OUT_OF_RANGE ->
                "Nenhuma compra tem esta data: é anterior a 1900 ou está no futuro; o campo fica NULL ou, em update, como estava";
            case AMBIGUOUS_DATE ->
                "Dia e mês podem ser lidos de duas formas; o campo fica NULL ou, em update, como estava. dates=dd/mm/aaaa ou dates=mm/dd/aaaa decide";
            case INVALID_TICKET_MEDIO, INVALID_TICKET_ULTIMA_COMPRA ->
                "Não é um número no formato desta coluna (veja layout); o campo fica NULL ou, em update, como estava. Se o sinal decimal é outro, informe"
                        + " decimal=";
            case AMBIGUOUS_TICKET_MEDIO, AMBIGUOUS_TICKET_ULTIMA_COMPRA ->
                "O sinal pode separar milhares ou decimais; o campo fica NULL ou, em update, como estava. decimal=comma ou decimal=point decide";
            case INVALID_LOJA_MAIS_FREQUENTE, INVALID_LOJA_ULTIMA_COMPRA ->
                "CNPJ inválido: tamanho, pontuação ou dígitos verificadores errados. O registro indica isso; em update, fica o CNPJ que estava lá";
            case LOJA_MAIS_FREQUENTE_DIGITS_LOST, LOJA_ULTIMA_COMPRA_DIGITS_LOST ->
                "Uma planilha gravou o CNPJ em notação científica e os últimos dígitos se perderam. O registro o marca como"
                        + " inválido; em update, fica o CNPJ que estava lá. Formate a coluna como texto e exporte o arquivo de novo";
            case DUPLICATE_CPF -> "O CPF já existe: linha ignorada";
        };
    }

    /// The value, where it is a document with all but its last two letters and digits hidden: enough to find
    /// the line by, and not the document.
    public static @Nullable String masked(LineIssue issue) {
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
