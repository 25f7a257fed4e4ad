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

/// [Warning] in English.
final class EnglishWarnings {

    private EnglishWarnings() {}

    static String text(Warning warning) {
        String count = number(warning.count(), Locale.ENGLISH);
        boolean one = warning.count() == 1;
        String column = column(warning);
        return switch (warning.code()) {
            case DRY_RUN -> "This is a dry run: nothing is loaded. The counters say what would become of the lines";
            case NO_ROWS ->
                warning.count() == 0
                        ? "The file has no lines below its header: nothing was loaded"
                        : "No line of the file gave a row: all of them were rejected (" + count
                                + "). The upload's issues say why, line by line";
            case MOSTLY_UNREADABLE -> mostlyUnreadable(warning, count);
            case DIGITS_LOST ->
                count + (one ? " value of " : " values of ") + column
                        + " came in scientific notation (such as 7,93795E+13), and the last digits are lost. Format the"
                        + " column as text in the spreadsheet, and export the file again";
            case AMBIGUOUS_VALUES ->
                count + (one ? " value of " : " values of ") + column
                        + " can be read in two ways, and so was not taken. " + decides(warning, "or", "decides")
                        + ": undo the upload, and send the file again with it";
            case DIALECT_CONFLICTING ->
                "The file writes " + subject(warning) + " in two ways (" + conflict(warning)
                        + "): only values with a single reading are taken. " + decides(warning, "or", "decides");
            case DIALECT_OPEN ->
                "Nothing in the first lines shows " + subject(warning)
                        + ": only values with a single reading are taken. " + decides(warning, "or", "decides");
            case DIALECT_ASSUMED ->
                "Nothing in the first lines shows " + subject(warning) + ", and Brazil's way is assumed"
                        + onLine(warning, ", first on line ") + ". " + decides(warning, "or", "decides");
            case MONTH_FIRST_DATES ->
                "Dates are read with the month first, mm/dd/yyyy (" + evidence(warning)
                        + "). If that is wrong: dates=dd/mm/yyyy";
            case DIALECT_RECOGNISED ->
                "The decimal sign of " + column + " is the point, as in 1,234.50 (" + evidence(warning)
                        + "). If that is wrong: decimal=comma";
            case UNKNOWN_HEADER ->
                count + (one ? " line stands" : " lines stand")
                        + " below a header that Carga cannot read, and gave no row. Send what is below that header as a"
                        + " file of its own, with columns=";
            case TEXT_INSTEAD_OF_CPF ->
                count + (one ? " line has" : " lines have")
                        + " a text where the CPF should be (a title, a total, dashes), and gave no row";
            case COLUMNS_MISSING -> "The lines lack these columns, which are NULL in every row: " + names(warning);
            case COLUMNS_PASSED_OVER ->
                "These columns were passed over, and nothing of them is loaded: " + names(warning);
            case LINES_PASSED_OVER ->
                count + (one ? " line was" : " lines were")
                        + " passed over above the header, or above the first row (a title, sep=, a line of dashes)";
            case REPEATED_HEADERS ->
                "The header came again " + (one ? "once" : count + " times") + " further down, and was passed over";
            case VALUES_RESTORED ->
                count + (one ? " CPF or CNPJ was" : " CPFs or CNPJs were")
                        + " damaged by a spreadsheet (zeros lost in front, .0 behind) and restored; no digit was lost."
                        + " Columns formatted as text keep them";
        };
    }

    private static String mostlyUnreadable(Warning warning, String count) {
        @Nullable Column column = warning.column();
        if (column == null) {
            return "Most lines (" + count
                    + ") were rejected for a value that cannot be read (on_unreadable=reject). Are the"
                    + " columns and the way of writing values told rightly in layout? columns=, decimal=, dates= and"
                    + " booleans= say otherwise";
        }
        String what = "Most values of " + column.key() + " (" + count + ") ";
        return switch (column) {
            case CPF -> what + "are no valid CPFs. Is this the right column? columns= names them";
            case LOJA_MAIS_FREQUENTE, LOJA_ULTIMA_COMPRA ->
                what + "are no valid CNPJs. Is this the right column? columns= names them";
            case PRIVATE, INCOMPLETO ->
                what + "could not be read as true or false. booleans=yes/no names the words, columns= the columns";
            case DATA_ULTIMA_COMPRA ->
                what
                        + "could not be read as dates. dates=dd/mm/yyyy or dates=mm/dd/yyyy tells the order, columns= names the"
                        + " columns";
            case TICKET_MEDIO, TICKET_ULTIMA_COMPRA ->
                what + "could not be read as numbers. decimal=comma or decimal=point tells the sign, columns= names the"
                        + " columns";
        };
    }

    private static String evidence(Warning warning) {
        @Nullable Finding finding = warning.finding();
        if (finding == null) {
            return "";
        }
        String shown = number(finding.shows(), Locale.ENGLISH) + " of the first values can only be read so";
        return shown
                + (finding.against() == 0 ? "" : ", " + number(finding.against(), Locale.ENGLISH) + " only otherwise")
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
