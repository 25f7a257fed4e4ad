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

/// The language of messages for people, and the reasons of line issues in it. A reason says what is wrong, then after a
/// colon what Carga did with the line or the field, then what to do.
public enum IssueMessages {
    ENGLISH("en"),
    PORTUGUESE("pt-BR");

    private static final List<Locale> LOCALES = List.of(Locale.of("pt", "BR"), Locale.of("pt"), Locale.ENGLISH);

    private static final Pattern NO_LETTERS = Pattern.compile("\\P{L}+");

    /// The letters of every reason. Its punctuation depends on the separator of the file, and a spreadsheet may have
    /// changed it.
    private static final Set<String> REASONS = Stream.of(values())
            .flatMap(language -> Stream.of(IssueCode.values())
                    .flatMap(code -> Stream.of(
                            language.reason(code),
                            language.reason(new LineIssue(0, code, code.column(), null, new byte[0])))))
            .map(IssueMessages::letters)
            .collect(Collectors.toUnmodifiableSet());

    private final String tag;

    IssueMessages(String tag) {
        this.tag = tag;
    }

    /// The language tag, as in the header `Content-Language`.
    public String tag() {
        return tag;
    }

    /// The language that `Accept-Language` (RFC 9110, 12.5.4) prefers. English if the header is missing, malformed, or
    /// names other languages only.
    public static IssueMessages of(@Nullable String acceptLanguage) {
        return preferred(acceptLanguage).orElse(ENGLISH);
    }

    /// The language that the request prefers. Sets `Content-Language` and `Vary` of the response.
    public static IssueMessages of(Context ctx) {
        IssueMessages language = of(ctx.header("Accept-Language"));
        ctx.header("Content-Language", language.tag()).header("Vary", "Accept-Language");
        return language;
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

    /// The language of a file of rejected lines: Portuguese, unless the request prefers English. The file is corrected
    /// by those who wrote it.
    ///
    /// @param lang           the URL's parameter; null if there is none
    /// @param acceptLanguage as in [#of(String)]
    /// @return empty if `lang` is not a known language
    public static Optional<IssueMessages> requested(@Nullable String lang, @Nullable String acceptLanguage) {
        if (lang != null) {
            return switch (lang.toLowerCase(Locale.ROOT)) {
                case "pt", "pt-br" -> Optional.of(PORTUGUESE);
                case "en" -> Optional.of(ENGLISH);
                default -> Optional.empty();
            };
        }
        return Optional.of(preferred(acceptLanguage).orElse(PORTUGUESE));
    }

    /// The name of the reason column, which Carga ignores when the file is sent.
    public String reasonColumn() {
        return switch (this) {
            case ENGLISH -> "reason";
            case PORTUGUESE -> "motivo";
        };
    }

    /// Appended to the reason of a line that contains bytes that cannot be decoded.
    public String undecodable() {
        return switch (this) {
            case ENGLISH -> " (\uFFFD replaces bytes that cannot be decoded)";
            case PORTUGUESE -> " (\uFFFD está no lugar do que não pôde ser decodificado)";
        };
    }

    /// Whether the text begins with a reason that Carga wrote, in either language.
    public static boolean isReason(String text) {
        String letters = letters(text.replaceFirst("^\\s*[a-z_]+: ", ""));
        return REASONS.stream().anyMatch(letters::startsWith);
    }

    private static String letters(String text) {
        return NO_LETTERS.matcher(text).replaceAll("");
    }

    public String reason(LineIssue issue) {
        if (issue.code() == IssueCode.INVALID_CPF && issue.rejected() != null) {
            return switch (this) {
                case ENGLISH ->
                    "Invalid CPF (wrong length, punctuation or check digits): line rejected (on_invalid=reject)";
                case PORTUGUESE ->
                    "CPF inválido (tamanho, pontuação ou dígitos verificadores errados): linha rejeitada"
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
        String noValue = ": the field is NULL or, with update, keeps its value";
        String invalidCnpj = ": stored and marked as invalid (an update keeps the previous CNPJ)";
        return switch (code) {
            case LINE_TOO_LONG -> "The line is too long: line rejected";
            case NUL_BYTE -> "The line contains a NUL byte: line rejected";
            case INVALID_ENCODING -> "The line contains bytes that are invalid in the file's encoding: line rejected";
            case WRONG_COLUMNS ->
                "The number of fields differs from the rest of the file, or a quote is not closed: line rejected";
            case UNKNOWN_HEADER ->
                "The line is below a header that Carga does not recognise: line rejected. Send the lines below that"
                        + " header as a separate file, with columns=";
            case MISSING_CPF -> "The CPF is missing: line rejected";
            case TEXT_INSTEAD_OF_CPF -> "Text in place of the CPF (title, total, dashes): line rejected";
            case CPF_DIGITS_LOST ->
                "A spreadsheet wrote the CPF in scientific notation, and its last digits are lost: line rejected."
                        + " Format the column as text and export the file again";
            case VALUE_TOO_LONG -> "The CPF or CNPJ has more than 20 characters: line rejected";
            case UNREADABLE_VALUE -> "The value cannot be read: line rejected (on_unreadable=reject)";
            case INVALID_CPF -> "Invalid CPF (wrong length, punctuation or check digits): stored with cpf_valido=false";
            case INVALID_PRIVATE, INVALID_INCOMPLETO ->
                "Not a known word for true or false" + noValue + ". Set booleans=yes/no to use other words";
            case INVALID_DATE ->
                "Not a date in this file's format (see layout)" + noValue
                        + ". If day and month are swapped, set dates=";
            case DATE_OUT_OF_RANGE -> "The date is too early (by default before 1900) or in the future" + noValue;
            case AMBIGUOUS_DATE ->
                "Day and month can be read in either order" + noValue + ". Set dates=dd/mm/yyyy or dates=mm/dd/yyyy";
            case INVALID_TICKET_MEDIO, INVALID_TICKET_ULTIMA_COMPRA ->
                "Not a number in this column's format (see layout)" + noValue
                        + ". If the file uses the other decimal sign, set decimal=";
            case AMBIGUOUS_TICKET_MEDIO, AMBIGUOUS_TICKET_ULTIMA_COMPRA ->
                "The separator may group thousands or mark decimals" + noValue + ". Set decimal=comma or decimal=point";
            case INVALID_LOJA_MAIS_FREQUENTE, INVALID_LOJA_ULTIMA_COMPRA ->
                "Invalid CNPJ (wrong length, punctuation or check digits)" + invalidCnpj;
            case LOJA_MAIS_FREQUENTE_DIGITS_LOST, LOJA_ULTIMA_COMPRA_DIGITS_LOST ->
                "A spreadsheet wrote the CNPJ in scientific notation, and its last digits are lost" + invalidCnpj
                        + ". Format the column as text and export the file again";
            case DUPLICATE_CPF -> "The CPF already exists: line skipped";
        };
    }

    private static String portuguese(IssueCode code) {
        String noValue = ": o campo fica NULL ou, com update, mantém o valor anterior";
        String invalidCnpj = ": gravado e marcado como inválido (com update, fica o CNPJ anterior)";
        return switch (code) {
            case LINE_TOO_LONG -> "Linha longa demais: linha rejeitada";
            case NUL_BYTE -> "A linha contém um byte NUL: linha rejeitada";
            case INVALID_ENCODING -> "A linha contém bytes inválidos na codificação do arquivo: linha rejeitada";
            case WRONG_COLUMNS ->
                "Número de campos diferente do resto do arquivo, ou aspas sem fechamento: linha rejeitada";
            case UNKNOWN_HEADER ->
                "A linha está abaixo de um cabeçalho que o Carga não reconhece: linha rejeitada. Envie as linhas abaixo"
                        + " desse cabeçalho em outro arquivo, com columns=";
            case MISSING_CPF -> "CPF ausente: linha rejeitada";
            case TEXT_INSTEAD_OF_CPF -> "Texto no lugar do CPF (título, total, traços): linha rejeitada";
            case CPF_DIGITS_LOST ->
                "A planilha gravou o CPF em notação científica e os últimos dígitos se perderam: linha rejeitada."
                        + " Formate a coluna como texto e exporte o arquivo de novo";
            case VALUE_TOO_LONG -> "CPF ou CNPJ com mais de 20 caracteres: linha rejeitada";
            case UNREADABLE_VALUE -> "Valor ilegível: linha rejeitada (on_unreadable=reject)";
            case INVALID_CPF ->
                "CPF inválido (tamanho, pontuação ou dígitos verificadores errados): gravado com cpf_valido=false";
            case INVALID_PRIVATE, INVALID_INCOMPLETO ->
                "O indicador não é uma palavra conhecida para verdadeiro ou falso" + noValue
                        + ". Para aceitar outras palavras, use booleans=sim/não";
            case INVALID_DATE ->
                "Não é uma data no formato deste arquivo (veja layout)" + noValue
                        + ". Se o dia e o mês estão trocados, use dates=";
            case DATE_OUT_OF_RANGE -> "Data antiga demais (por padrão, anterior a 1900) ou no futuro" + noValue;
            case AMBIGUOUS_DATE ->
                "Não dá para saber qual é o dia e qual é o mês" + noValue
                        + ". Use dates=dd/mm/aaaa ou dates=mm/dd/aaaa";
            case INVALID_TICKET_MEDIO, INVALID_TICKET_ULTIMA_COMPRA ->
                "Não é um número no formato desta coluna (veja layout)" + noValue
                        + ". Se o separador decimal é outro, use decimal=";
            case AMBIGUOUS_TICKET_MEDIO, AMBIGUOUS_TICKET_ULTIMA_COMPRA ->
                "O separador pode ser de milhar ou decimal" + noValue + ". Use decimal=comma ou decimal=point";
            case INVALID_LOJA_MAIS_FREQUENTE, INVALID_LOJA_ULTIMA_COMPRA ->
                "CNPJ inválido (tamanho, pontuação ou dígitos verificadores errados)" + invalidCnpj;
            case LOJA_MAIS_FREQUENTE_DIGITS_LOST, LOJA_ULTIMA_COMPRA_DIGITS_LOST ->
                "A planilha gravou o CNPJ em notação científica e os últimos dígitos se perderam" + invalidCnpj
                        + ". Formate a coluna como texto e exporte o arquivo de novo";
            case DUPLICATE_CPF -> "O CPF já existe: linha ignorada";
        };
    }

    /// The value of the issue. Of a CPF or CNPJ, only the last two letters or digits are visible: enough to find the
    /// line without publishing the document.
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
