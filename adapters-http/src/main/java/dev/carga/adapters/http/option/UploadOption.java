package dev.carga.adapters.http.option;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestProblem;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// An option of an upload: a parameter of the URL, or a field of the form before the file.
///
/// @param <T> the type of its values
public final class UploadOption<T> {

    public static final UploadOption<DuplicatePolicy> ON_DUPLICATE = new UploadOption<>(
            "on_duplicate",
            DuplicatePolicy.FAIL,
            DuplicatePolicy::parse,
            DuplicatePolicy::key,
            Problem.UNKNOWN_DUPLICATE_POLICY);

    public static final UploadOption<InvalidPolicy> ON_INVALID = new UploadOption<>(
            "on_invalid", InvalidPolicy.KEEP, InvalidPolicy::parse, InvalidPolicy::key, Problem.UNKNOWN_INVALID_POLICY);

    public static final UploadOption<UnreadablePolicy> ON_UNREADABLE = new UploadOption<>(
            "on_unreadable",
            UnreadablePolicy.NULL,
            UnreadablePolicy::parse,
            UnreadablePolicy::key,
            Problem.UNKNOWN_UNREADABLE_POLICY);

    public static final UploadOption<RejectLimit> MAX_REJECTS =
            withoutDefault("max_rejects", RejectLimit::parse, Problem.MALFORMED_MAX_REJECTS);

    public static final UploadOption<RejectLimit> MAX_FLAWS =
            withoutDefault("max_flaws", RejectLimit::parse, Problem.MALFORMED_MAX_FLAWS);

    public static final UploadOption<AbortPolicy> ON_ABORT = new UploadOption<>(
            "on_abort", AbortPolicy.KEEP, AbortPolicy::parse, AbortPolicy::key, Problem.UNKNOWN_ABORT_POLICY);

    public static final UploadOption<Boolean> DRY_RUN = flag("dry_run");

    public static final UploadOption<DecimalMark> DECIMAL =
            new UploadOption<>("decimal", null, DecimalMark::parse, DecimalMark::key, Problem.UNKNOWN_DECIMAL);

    public static final UploadOption<DateStyle> DATES =
            new UploadOption<>("dates", null, DateStyle::parse, DateStyle::pattern, Problem.UNKNOWN_DATES);

    public static final UploadOption<BooleanWords> BOOLEANS =
            withoutDefault("booleans", BooleanWords::parse, Problem.MALFORMED_BOOLEANS);

    public static final UploadOption<NullWords> NULLS =
            withoutDefault("nulls", NullWords::parse, Problem.MALFORMED_NULLS);

    public static final UploadOption<ColumnNames> COLUMNS =
            withoutDefault("columns", ColumnNames::parse, Problem.MALFORMED_COLUMNS);

    /// True to ignore columns that are not known.
    public static final UploadOption<Boolean> EXTRA_COLUMNS =
            oneOfTwo("extra_columns", "refuse", "ignore", Problem.UNKNOWN_EXTRA_COLUMNS);

    /// True to leave columns that are missing NULL.
    public static final UploadOption<Boolean> MISSING_COLUMNS =
            oneOfTwo("missing_columns", "refuse", "null", Problem.UNKNOWN_MISSING_COLUMNS);

    public static final UploadOption<String> SHEET =
            withoutDefault("sheet", UploadOption::parseSheet, Problem.MALFORMED_SHEET);

    public static final UploadOption<Boolean> ALLOW_REPEAT = flag("allow_repeat");

    public static final UploadOption<URI> WEBHOOK =
            withoutDefault("webhook", UploadOption::parseUrl, Problem.MALFORMED_WEBHOOK);

    public static final UploadOption<UploadId> CORRECTS =
            withoutDefault("corrects", text -> UploadId.parse(text.strip()), Problem.MALFORMED_CORRECTS);

    public static final List<UploadOption<?>> ALL = List.of(
            ON_DUPLICATE,
            ON_INVALID,
            ON_UNREADABLE,
            MAX_REJECTS,
            MAX_FLAWS,
            ON_ABORT,
            DRY_RUN,
            DECIMAL,
            DATES,
            BOOLEANS,
            NULLS,
            COLUMNS,
            EXTRA_COLUMNS,
            MISSING_COLUMNS,
            SHEET,
            ALLOW_REPEAT,
            WEBHOOK,
            CORRECTS);

    /// Options that keep rows out of the table or decide what is stored in them. If one of them arrives after
    /// the file, rows may already be loaded that its sender did not want.
    private static final Set<UploadOption<?>> SAFETY_SWITCHES = Set.of(
            ON_INVALID,
            ON_UNREADABLE,
            MAX_REJECTS,
            MAX_FLAWS,
            ON_ABORT,
            DRY_RUN,
            DECIMAL,
            DATES,
            BOOLEANS,
            NULLS,
            COLUMNS,
            EXTRA_COLUMNS,
            MISSING_COLUMNS,
            SHEET);

    private static final int MAX_SHEET_CHARACTERS = 200;

    private final String key;
    private final @Nullable T defaultValue;
    private final Function<String, Optional<T>> parser;
    private final Function<T, String> formatter;
    private final Problem problem;

    private UploadOption(
            String key,
            @Nullable T defaultValue,
            Function<String, Optional<T>> parser,
            Function<T, String> formatter,
            Problem problem) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.parser = parser;
        this.formatter = formatter;
        this.problem = problem;
    }

    private static <T> UploadOption<T> withoutDefault(
            String key, Function<String, Optional<T>> parser, Problem problem) {
        return new UploadOption<>(key, null, parser, Object::toString, problem);
    }

    private static UploadOption<Boolean> flag(String key) {
        return new UploadOption<>(key, false, UploadOption::parseFlag, String::valueOf, Problem.MALFORMED_FLAG);
    }

    /// A choice between two words, of which the first is the default and means false.
    private static UploadOption<Boolean> oneOfTwo(String key, String no, String yes, Problem problem) {
        return new UploadOption<>(
                key,
                false,
                text -> Optional.of(text.toLowerCase(Locale.ROOT))
                        .filter(word -> word.equals(no) || word.equals(yes))
                        .map(word -> word.equals(yes)),
                value -> value ? yes : no,
                problem);
    }

    /// The name of the parameter or field.
    public String key() {
        return key;
    }

    /// The value if the option is not given; null if nothing is chosen then.
    @Nullable
    public T defaultValue() {
        return defaultValue;
    }

    /// Empty if the text is not a value of the option.
    public Optional<T> parse(String text) {
        return parser.apply(text);
    }

    /// The canonical text of a value; empty for null.
    public String format(@Nullable T value) {
        return value == null ? "" : formatter.apply(value);
    }

    /// The problem of a text that is not a value.
    public RequestProblem malformed() {
        return RequestProblem.of(problem);
    }

    /// The problem of two different values.
    public RequestProblem ambiguous() {
        return this == ON_DUPLICATE
                ? RequestProblem.of(Problem.AMBIGUOUS_DUPLICATE_POLICY)
                : RequestProblem.of(Problem.AMBIGUOUS_CHOICE, key);
    }

    /// Whether the upload must be undone if the option arrives after the file.
    ///
    /// @param used the value that was used instead
    public boolean isSafetySwitch(@Nullable T used) {
        return SAFETY_SWITCHES.contains(this) || (this == ON_DUPLICATE && used == DuplicatePolicy.UPDATE);
    }

    @Override
    public String toString() {
        return key;
    }

    private static Optional<Boolean> parseFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<String> parseSheet(String text) {
        boolean visible = text.codePoints().noneMatch(Character::isISOControl);
        return text.isBlank()
                        || !visible
                        || text.length() > MAX_SHEET_CHARACTERS
                        || text.strip().equals("0")
                ? Optional.empty()
                : Optional.of(text.strip());
    }

    private static Optional<URI> parseUrl(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
