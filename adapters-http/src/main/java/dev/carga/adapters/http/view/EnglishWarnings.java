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

/// The English messages of [Warning].
final class EnglishWarnings {

    private EnglishWarnings() {}

    static String text(Warning warning) {
        String count = number(warning.count(), Locale.ENGLISH);
        boolean one = warning.count() == 1;
        String column = column(warning);
        return switch (warning.code()) {
            case DRY_RUN -> "This is a dry run: nothing is loaded. The counters show what a real run would do";
            case NO_ROWS ->
                warning.count() == 0
                        ? "The file has no lines below its header: nothing was loaded"
                        : "No line of the file became a row: all of them were rejected (" + count
                                + "). The upload's issues give the reason of each line";
            case MOSTLY_UNREADABLE -> mostlyUnreadable(warning, count);
            case DIGITS_LOST ->
                count + (one ? " value of " : " values of ") + column
                        + (one ? " is" : " are")
                        + " in scientific notation (such as 7,93795E+13), and the last digits are lost. Format the"
                        + " column as text in the spreadsheet, and export the file again";
            case AMBIGUOUS_VALUES ->
                count + (one ? " value of " : " values of ") + column
                        + " can be read in two ways and "
                        + (one ? "was" : "were")
                        + " not used. " + decides(warning, "or", "decides")
                        + ": undo the upload, and send the file again with that option";
            case DIALECT_CONFLICTING ->
                "The file writes " + subject(warning) + " in two ways (" + conflict(warning)
                        + "): only unambiguous values are used. " + decides(warning, "or", "decides");
            case DIALECT_OPEN ->
                "Nothing in the first lines shows " + subject(warning) + ": only unambiguous values are used. "
                        + decides(warning, "or", "decides");
            case DIALECT_ASSUMED ->
                "Nothing in the first lines shows " + subject(warning) + ", so the Brazilian format is assumed"
                        + onLine(warning, ", first on line ") + ". " + decides(warning, "or", "decides");
            case MONTH_FIRST_DATES ->
                "Dates are read with the month first, mm/dd/yyyy (" + evidence(warning)
                        + "). If that is wrong: dates=dd/mm/yyyy";
            case DIALECT_RECOGNISED ->
                "The decimal sign of " + column + " is the point, as in 1,234.50 (" + evidence(warning)
                        + "). If that is wrong: decimal=comma";
            case UNKNOWN_HEADER ->
                count + (one ? " line is" : " lines are")
                        + " below a header that Carga does not recognise, and "
                        + (one ? "was" : "were")
                        + " rejected. Send the lines below that header as a separate file, with columns=";
            case TEXT_INSTEAD_OF_CPF ->
                count + (one ? " line has" : " lines have")
                        + " text in place of the CPF (title, total, dashes) and "
                        + (one ? "was" : "were") + " rejected";
            case COLUMNS_MISSING ->
                "The file does not have these columns, which are NULL in every row: " + names(warning);
            case COLUMNS_PASSED_OVER -> "These columns are ignored and not loaded: " + names(warning);
            case LINES_PASSED_OVER ->
                count + (one ? " line was" : " lines were")
                        + " ignored above the header, or above the first row (title, sep=, dashes)";
            case REPEATED_HEADERS ->
                "The header is repeated " + (one ? "once" : count + " times") + " further down and was ignored there";
            case VALUES_RESTORED ->
                count + (one ? " CPF or CNPJ was" : " CPFs or CNPJs were")
                        + " damaged by a spreadsheet (leading zeros lost, .0 appended) and restored; no digit was lost."
                        + " Columns formatted as text avoid this";
        };
    }

    private static String mostlyUnreadable(Warning warning, String count) {
        @Nullable Column column = warning.column();
        if (column == null) {
            return "Most lines (" + count
                    + ") were rejected for a value that cannot be read (on_unreadable=reject). Are the"
                    + " columns and the format of the values right in layout? If not, set columns=, decimal=, dates= or"
                    + " booleans=";
        }
        String what = "Most values of " + column.key() + " (" + count + ") ";
        return switch (column) {
            case CPF -> what + "are not valid CPFs. Is this the right column? If not, set columns=";
            case LOJA_MAIS_FREQUENTE, LOJA_ULTIMA_COMPRA ->
                what + "are not valid CNPJs. Is this the right column? If not, set columns=";
            case PRIVATE, INCOMPLETO ->
                what
                        + "could not be read as true or false. If the words are others, set booleans=yes/no; if the column is wrong,"
                        + " set columns=";
            case DATA_ULTIMA_COMPRA ->
                what
                        + "could not be read as dates. If the order is another, set dates=dd/mm/yyyy or"
                        + " dates=mm/dd/yyyy; if the column is wrong, set columns=";
            case TICKET_MEDIO, TICKET_ULTIMA_COMPRA ->
                what + "could not be read as numbers. If the decimal sign is another, set decimal=comma or"
                        + " decimal=point; if the column is wrong, set columns=";
        };
    }

    private static String evidence(Warning warning) {
        @Nullable Finding finding = warning.finding();
        if (finding == null) {
            return "";
        }
        String shown = number(finding.shows(), Locale.ENGLISH) + " of the first values can only be read this way";
        return shown
                + (finding.against() == 0
                        ? ""
                        : ", " + number(finding.against(), Locale.ENGLISH) + " only the other way")
                + onLine(warning, ", first on line ");
    }

    private static String conflict(Warning warning) {
        @Nullable Finding finding = warning.finding();
        if (finding == null) {
            return "";
        }
        boolean dates = finding.subject() == Finding.Subject.DATES;
        return "in the first lines " + number(finding.shows(), Locale.ENGLISH) + " with "
                + (dates ? "the day first" : "a decimal comma") + ", "
                + number(finding.against(), Locale.ENGLISH) + " with "
                + (dates ? "the month first" : "a decimal point")
                + onLine(warning, ", the first of these on line ");
    }

    private static String subject(Warning warning) {
        @Nullable Finding finding = warning.finding();
        if (finding == null) {
            return "";
        }
        return switch (finding.subject()) {
            case DECIMAL -> "the decimal sign of " + column(warning);
            case DATES -> "the order of day and month";
            case BOOLEANS -> "true and false";
            case NULLS -> "missing values";
            case COLUMNS -> "the columns";
            case SEPARATOR -> "the separator";
            case ENCODING -> "the encoding";
        };
    }
}
