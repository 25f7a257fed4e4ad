package dev.carga.domain.layout;

import dev.carga.domain.dialect.DateRange;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The result of recognising the layout of a file by its head.
public sealed interface Recognition {

    record Recognised(Layout layout) implements Recognition {}

    /// The header does not name each of the eight columns once, or names others.
    ///
    /// @param unknown  the unknown names, made safe to show ([DisplayName])
    /// @param missing  the keys of the missing columns
    /// @param repeated the keys of the repeated columns
    record WrongHeader(List<String> unknown, List<String> missing, List<String> repeated) implements Recognition {

        /// The errors in English, for the person who sent the file.
        public String description() {
            return Stream.of(named("unknown", unknown), named("missing", missing), named("repeated", repeated))
                    .filter(words -> !words.isEmpty())
                    .collect(Collectors.joining("; "));
        }

        private static String named(String what, List<String> names) {
            return names.isEmpty() ? "" : what + ": " + String.join(", ", names);
        }
    }

    /// The header does not end within the head.
    record HeaderTooLong() implements Recognition {}

    /// The header is below the first rows and does not have the usual order, so the columns of the rows above
    /// it are not known.
    ///
    /// @param line the number of the header's line, from 1
    record HeaderBelowRows(long line) implements Recognition {}

    /// The fields are separated by commas, and unquoted numbers contain commas too, so it is not certain
    /// where a number ends.
    ///
    /// @param line the number of the first such line, from 1
    record CommasInNumbers(long line) implements Recognition {}

    /// Recognises the layout of a text.
    ///
    /// @param head   the first bytes of the file, and possibly unused bytes behind them
    /// @param length the number of bytes of the file in `head`; the more there are, the more reliable is the
    ///               result
    /// @param whole  whether these are all bytes of the file
    static Recognition of(byte[] head, int length, boolean whole, Context context) {
        return new LayoutRecognizer(head, length, whole, context).recognise();
    }

    /// As the method with a context, with [Context#NONE].
    static Recognition of(byte[] head, int length, boolean whole) {
        return of(head, length, whole, Context.NONE);
    }

    /// What is known about a file besides its bytes.
    ///
    /// @param options    the options of the sender
    /// @param dateRange  the plausible dates of a purchase
    /// @param typedCells whether the text comes from a workbook: then numbers have no decimals or at least
    ///                   four, and dates begin with the year, except in cells of text
    record Context(LayoutOptions options, DateRange dateRange, boolean typedCells) {
        public static final Context NONE = new Context(LayoutOptions.NONE, DateRange.ANY, false);
    }
}
