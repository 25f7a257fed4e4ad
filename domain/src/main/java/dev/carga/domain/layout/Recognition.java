package dev.carga.domain.layout;

import dev.carga.domain.dialect.DateRange;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a file's head shows of its layout.
public sealed interface Recognition {

    record Recognised(Layout layout) implements Recognition {}

    /// There is a header, and its columns are not the eight that there should be, each once.
    ///
    /// @param unknown  as they stand in the header, shortened, without characters that are not to be seen
    /// @param missing  by their keys
    /// @param repeated by their keys
    record WrongHeader(List<String> unknown, List<String> missing, List<String> repeated) implements Recognition {

        /// What is wrong, for the person who sent the file.
        public String inWords() {
            return Stream.of(named("unknown", unknown), named("missing", missing), named("repeated", repeated))
                    .filter(words -> !words.isEmpty())
                    .collect(Collectors.joining("; "));
        }

        private static String named(String what, List<String> names) {
            return names.isEmpty() ? "" : what + ": " + String.join(", ", names);
        }
    }

    /// There is a header, and it does not end within the head.
    record HeaderTooLong() implements Recognition {}

    /// There is a header below the first rows, and it names another order than the usual one: what the rows
    /// above it hold is not known.
    ///
    /// @param line on which it stands
    record HeaderBelowRows(long line) implements Recognition {}

    /// The fields are separated by commas, and numbers without quotes have commas, too: where a number ends is
    /// not certain.
    ///
    /// @param line the first such line
    record CommasInNumbers(long line) implements Recognition {}

    /// Looks at the head of a text.
    ///
    /// @param head   the first bytes of the file
    /// @param length how many they are; the more there are, the more they show of the dialect
    /// @param whole  whether the file ends with them
    static Recognition of(byte[] head, int length, boolean whole, Context context) {
        return new LayoutRecognizer(head, length, whole, context).recognise();
    }

    /// The same of a file of which its sender says nothing.
    static Recognition of(byte[] head, int length, boolean whole) {
        return of(head, length, whole, Context.NONE);
    }

    /// What is known of a file beside its bytes.
    ///
    /// @param options    what its sender says
    /// @param dateRange  the dates that a purchase may have
    /// @param typedCells whether it comes from a workbook: then its numbers have at least four decimals or
    ///                   none, and its dates begin with the year, but for cells that hold text
    record Context(LayoutOptions options, DateRange dateRange, boolean typedCells) {
        public static final Context NONE = new Context(LayoutOptions.NONE, DateRange.ANY, false);
    }
}
