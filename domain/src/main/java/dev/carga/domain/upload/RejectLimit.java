package dev.carga.domain.upload;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// How many lines of an upload may be rejected, or have a flaw, before it fails: a number, or a percentage of its
/// lines.
///
/// @param number     of lines, or of lines in a hundred, up to three places behind the point
/// @param percentage whether it is the latter
public record RejectLimit(BigDecimal number, boolean percentage) {

    /// As many make a percentage.
    public static final long ENOUGH_LINES = 10_000;

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PERCENTAGE = Pattern.compile("[0-9]{1,3}([.][0-9]{1,3})?%");

    /// A limit such as `100` or `2.5%`; none if it is no such thing, or more than a hundred per cent.
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

    /// Whether so many such lines are too many already.
    ///
    /// @param lines those that have their answer
    /// @param whole whether that is all of the file. Before, a percentage is judged once there are
    ///              [#ENOUGH_LINES]: one bad line among the first ten says nothing of a million
    public boolean isExceededBy(long counted, long lines, boolean whole) {
        if (!percentage) {
            return BigDecimal.valueOf(counted).compareTo(number) > 0;
        }
        BigDecimal times100 = BigDecimal.valueOf(counted).movePointRight(2);
        return (whole || lines >= ENOUGH_LINES) && times100.compareTo(number.multiply(BigDecimal.valueOf(lines))) > 0;
    }

    /// As it is given in requests, in JSON and in the database.
    @Override
    public String toString() {
        return number.toPlainString() + (percentage ? "%" : "");
    }
}
