package dev.carga.domain.upload;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// How many lines of an upload may be rejected before it fails: a number, or a percentage of its lines.
///
/// @param number     of lines, or of lines in a hundred, up to three places behind the point
/// @param percentage whether it is the latter
public record RejectLimit(BigDecimal number, boolean percentage) {

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

    /// Whether so many rejected lines among so many are more than that.
    public boolean isExceededBy(long rejected, long lines) {
        return percentage
                ? BigDecimal.valueOf(rejected).movePointRight(2).compareTo(number.multiply(BigDecimal.valueOf(lines)))
                        > 0
                : BigDecimal.valueOf(rejected).compareTo(number) > 0;
    }

    /// As it is given in requests, in JSON and in the database.
    @Override
    public String toString() {
        return number.toPlainString() + (percentage ? "%" : "");
    }
}
