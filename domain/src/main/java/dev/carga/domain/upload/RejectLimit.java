package dev.carga.domain.upload;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// How many lines of an upload may be rejected, or have a flaw, before the upload fails: a number of lines,
/// or a percentage of them.
///
/// @param number     a number of lines, or a percentage with up to three decimals
/// @param percentage whether `number` is a percentage
public record RejectLimit(BigDecimal number, boolean percentage) {

    /// A percentage is checked while a file is being loaded only from this number of processed lines on.
    public static final long MIN_LINES_FOR_PERCENTAGE = 10_000;

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PERCENTAGE = Pattern.compile("[0-9]{1,3}([.][0-9]{1,3})?%");

    /// Parses a limit such as `100` or `2.5%`. Empty if the text has neither form, or exceeds 100%.
    public static Optional<RejectLimit> parse(String text) {
        if (COUNT.matcher(text).matches()) {
            return Optional.of(new RejectLimit(new BigDecimal(text), false));
        }
        if (!PERCENTAGE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
        return percent.compareTo(BigDecimal.valueOf(100)) > 0
                ? Optional.empty()
                : Optional.of(new RejectLimit(percent, true));
    }

    /// Whether the limit is exceeded.
    ///
    /// @param counted the number of rejected or flawed lines
    /// @param lines   the number of lines processed so far
    /// @param whole   whether these are all lines of the file. Until then a percentage is only checked from
    ///                [#MIN_LINES_FOR_PERCENTAGE] lines on: one bad line among the first ten proves nothing
    ///                about a million
    public boolean isExceededBy(long counted, long lines, boolean whole) {
        if (!percentage) {
            return BigDecimal.valueOf(counted).compareTo(number) > 0;
        }
        BigDecimal times100 = BigDecimal.valueOf(counted).movePointRight(2);
        return (whole || lines >= MIN_LINES_FOR_PERCENTAGE)
                && times100.compareTo(number.multiply(BigDecimal.valueOf(lines))) > 0;
    }

    /// The form in requests, in JSON and in the database, which [#parse(String)] reads.
    @Override
    public String toString() {
        return number.toPlainString() + (percentage ? "%" : "");
    }
}
