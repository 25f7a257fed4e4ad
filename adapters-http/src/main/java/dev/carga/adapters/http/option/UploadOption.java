package dev.carga.adapters.http.option;

import dev.carga.adapters.http.exchange.Problem;
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
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What may be chosen for an upload, in the URL or by a field of the form before the file.
public enum UploadOption {
    ON_DUPLICATE(
            "on_duplicate",
            "fail",
            Problem.UNKNOWN_DUPLICATE_POLICY,
            text -> DuplicatePolicy.parse(text).map(DuplicatePolicy::key)),
    ON_INVALID(
            "on_invalid",
            "keep",
            Problem.UNKNOWN_INVALID_POLICY,
            text -> InvalidPolicy.parse(text).map(InvalidPolicy::key)),
    ON_UNREADABLE(
            "on_unreadable",
            "null",
            Problem.UNKNOWN_UNREADABLE_POLICY,
            text -> UnreadablePolicy.parse(text).map(UnreadablePolicy::key)),
    MAX_REJECTS("max_rejects", "", Problem.MALFORMED_MAX_REJECTS, UploadOption::limit),
    MAX_FLAWS("max_flaws", "", Problem.MALFORMED_MAX_FLAWS, UploadOption::limit),
    ON_ABORT(
            "on_abort",
            "keep",
            Problem.UNKNOWN_ABORT_POLICY,
            text -> AbortPolicy.parse(text).map(AbortPolicy::key)),
    DRY_RUN("dry_run", "false", Problem.MALFORMED_FLAG, UploadOption::flag),
    DECIMAL(
            "decimal",
            "",
            Problem.UNKNOWN_DECIMAL,
            text -> DecimalMark.parse(text).map(DecimalMark::key)),
    DATES("dates", "", Problem.UNKNOWN_DATES, text -> DateStyle.parse(text).map(DateStyle::pattern)),
    BOOLEANS(
            "booleans",
            "",
            Problem.MALFORMED_BOOLEANS,
            text -> BooleanWords.parse(text).map(BooleanWords::toString)),
    NULLS("nulls", "", Problem.MALFORMED_NULLS, text -> NullWords.parse(text).map(NullWords::toString)),
    COLUMNS(
            "columns",
            "",
            Problem.MALFORMED_COLUMNS,
            text -> ColumnNames.parse(text).map(ColumnNames::toString)),
    EXTRA_COLUMNS("extra_columns", "refuse", Problem.UNKNOWN_EXTRA_COLUMNS, text -> oneOf(text, "refuse", "ignore")),
    MISSING_COLUMNS(
            "missing_columns", "refuse", Problem.UNKNOWN_MISSING_COLUMNS, text -> oneOf(text, "refuse", "null")),
    SHEET("sheet", "", Problem.MALFORMED_SHEET, UploadOption::sheet),
    ALLOW_REPEAT("allow_repeat", "false", Problem.MALFORMED_FLAG, UploadOption::flag),
    WEBHOOK("webhook", "", Problem.MALFORMED_WEBHOOK, UploadOption::url),
    CORRECTS(
            "corrects",
            "",
            Problem.MALFORMED_CORRECTS,
            text -> UploadId.parse(text.strip()).map(UploadId::toString));

    /// Those that keep rows out of the table, or decide what stands in them. One that comes behind the file is no
    /// remark: rows are loaded that its sender did not want.
    private static final Set<UploadOption> SAFETY_SWITCHES = EnumSet.of(
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

    private static final int LONGEST_SHEET = 200;

    private final String key;
    private final String unsaid;
    private final Problem problem;

    @SuppressWarnings("ImmutableEnumChecker") // none of these functions holds anything
    private final Function<String, Optional<String>> canonical;

    UploadOption(String key, String unsaid, Problem problem, Function<String, Optional<String>> canonical) {
        this.key = key;
        this.unsaid = unsaid;
        this.problem = problem;
        this.canonical = canonical;
    }

    public String key() {
        return key;
    }

    /// What holds if nothing is said.
    public String unsaid() {
        return unsaid;
    }

    /// What a value that means nothing is answered with.
    public Problem problem() {
        return problem;
    }

    /// What two different values are answered with. Its text has a gap for the name.
    public Problem ambiguity() {
        return this == ON_DUPLICATE ? Problem.AMBIGUOUS_DUPLICATE_POLICY : Problem.AMBIGUOUS_CHOICE;
    }

    /// The one way to write what the value means; none if it means nothing.
    public Optional<String> canonical(String value) {
        return canonical.apply(value);
    }

    /// Whether nothing may stay loaded where it comes behind the file.
    ///
    /// @param used the value that was used instead
    public boolean isSafetySwitch(String used) {
        return SAFETY_SWITCHES.contains(this) || (this == ON_DUPLICATE && used.equals(DuplicatePolicy.UPDATE.key()));
    }

    private static Optional<String> limit(String value) {
        return RejectLimit.parse(value).map(RejectLimit::toString);
    }

    private static Optional<String> oneOf(String value, String... words) {
        String lowerCase = value.toLowerCase(Locale.ROOT);
        return Set.of(words).contains(lowerCase) ? Optional.of(lowerCase) : Optional.empty();
    }

    private static Optional<String> flag(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of("true");
            case "false", "0" -> Optional.of("false");
            default -> Optional.empty();
        };
    }

    private static Optional<String> sheet(String value) {
        boolean visible = value.codePoints().noneMatch(Character::isISOControl);
        return value.isBlank()
                        || !visible
                        || value.length() > LONGEST_SHEET
                        || value.strip().equals("0")
                ? Optional.empty()
                : Optional.of(value.strip());
    }

    private static Optional<String> url(String value) {
        try {
            URI uri = new URI(value);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null
                    ? Optional.of(uri.toString())
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
