package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.callback.WebhookSettings;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.BooleanWords;
import dev.carga.domain.dialect.DateStyle;
import dev.carga.domain.dialect.DecimalMark;
import dev.carga.domain.dialect.NullWords;
import dev.carga.domain.layout.ColumnNames;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What a request has said of its choices so far, wherever in it that stands. A choice that is said twice
/// is said once, if both mean the same.
public final class UploadOptionValues {

    /// The names under which something is chosen.
    public static final Set<String> NAMES =
            Arrays.stream(UploadOption.values()).map(UploadOption::key).collect(Collectors.toUnmodifiableSet());

    private final Map<UploadOption, String> made;
    private final boolean allowsRepeats;

    private UploadOptionValues(Map<UploadOption, String> made, boolean allowsRepeats) {
        this.made = made;
        this.allowsRepeats = allowsRepeats;
    }

    static UploadOptionValues none() {
        return new UploadOptionValues(new EnumMap<>(UploadOption.class), false);
    }

    /// Those in the URL.
    ///
    /// @throws Wrong if one of them means nothing, or two contradict each other
    public static UploadOptionValues inUrl(Context ctx) throws Wrong {
        return none().and(ctx.queryParamMap());
    }

    /// These and those. A name without values had one that cannot be decoded.
    ///
    /// @throws Wrong if one of them means nothing, or contradicts what was said before
    public UploadOptionValues and(Map<String, List<String>> more) throws Wrong {
        Map<UploadOption, String> both = new EnumMap<>(UploadOption.class);
        both.putAll(made);
        for (UploadOption choice : UploadOption.values()) {
            if (more.containsKey(choice.key())) {
                List<String> values = more.getOrDefault(choice.key(), List.of());
                for (String value : values.isEmpty() ? List.of("") : values) {
                    String canonical = choice.canonical(value).orElseThrow(() -> new Wrong(choice.problem()));
                    @Nullable String before = both.put(choice, canonical);
                    if (before != null && !before.equals(canonical)) {
                        throw new Wrong(choice.ambiguity(), choice.key());
                    }
                }
            }
        }
        return new UploadOptionValues(both, allowsRepeats);
    }

    /// What a choice may not be, for all that it is well-formed.
    ///
    /// @param known whether there is such an upload
    public record Terms(WebhookSettings webhooks, Predicate<UploadId> known) {}

    /// These, if the server's terms allow them.
    ///
    /// @throws Wrong if nobody may be told, or not there, or an upload is corrected that does not exist
    public UploadOptionValues under(Terms terms) throws Wrong {
        String webhook = get(UploadOption.WEBHOOK);
        @Nullable Problem refusal = webhook.isEmpty() ? null : terms.webhooks().refusal(webhook);
        if (refusal != null) {
            throw new Wrong(refusal);
        }
        Optional<UploadId> corrected = said(UploadOption.CORRECTS, UploadId::parse);
        if (corrected.isPresent() && !terms.known().test(corrected.get())) {
            throw new Wrong(Problem.UNKNOWN_CORRECTED, corrected.get());
        }
        return this;
    }

    /// Those that are said here to be another than what holds, or to be something that means nothing.
    List<UploadOption> differing(Map<String, List<String>> said) {
        List<UploadOption> differing = new ArrayList<>();
        for (UploadOption choice : UploadOption.values()) {
            Optional<String> holds = Optional.of(get(choice));
            if (!said.getOrDefault(choice.key(), List.of()).stream()
                    .allMatch(value -> choice.canonical(value).equals(holds))) {
                differing.add(choice);
            }
        }
        return differing;
    }

    /// The same where a file is taken again unless somebody says otherwise.
    public UploadOptionValues allowingRepeats() {
        return new UploadOptionValues(made, true);
    }

    String get(UploadOption choice) {
        String unsaid = choice == UploadOption.ALLOW_REPEAT && allowsRepeats ? "true" : choice.unsaid();
        return made.getOrDefault(choice, unsaid);
    }

    /// Null if nothing was said.
    @Nullable
    public DuplicatePolicy duplicates() {
        return said(UploadOption.ON_DUPLICATE, DuplicatePolicy::parse).orElse(null);
    }

    public UploadOptions options() {
        LoadingRules rules = new LoadingRules(
                DuplicatePolicy.parse(get(UploadOption.ON_DUPLICATE)).orElseThrow(),
                InvalidPolicy.parse(get(UploadOption.ON_INVALID)).orElseThrow(),
                UnreadablePolicy.parse(get(UploadOption.ON_UNREADABLE)).orElseThrow(),
                said(UploadOption.MAX_REJECTS, RejectLimit::parse).orElse(null),
                said(UploadOption.MAX_FLAWS, RejectLimit::parse).orElse(null),
                AbortPolicy.parse(get(UploadOption.ON_ABORT)).orElseThrow(),
                isYes(UploadOption.DRY_RUN));
        return new UploadOptions(
                rules,
                layout(),
                isYes(UploadOption.ALLOW_REPEAT),
                made.get(UploadOption.WEBHOOK),
                said(UploadOption.CORRECTS, UploadId::parse).orElse(null));
    }

    private LayoutOptions layout() {
        return new LayoutOptions(
                said(UploadOption.DECIMAL, DecimalMark::parse).orElse(null),
                said(UploadOption.DATES, DateStyle::parse).orElse(null),
                said(UploadOption.BOOLEANS, BooleanWords::parse).orElse(null),
                said(UploadOption.NULLS, NullWords::parse).orElse(null),
                said(UploadOption.COLUMNS, ColumnNames::parse).orElse(null),
                get(UploadOption.EXTRA_COLUMNS).equals("ignore"),
                get(UploadOption.MISSING_COLUMNS).equals("null"),
                made.get(UploadOption.SHEET));
    }

    /// Empty if nothing was said.
    private <T> Optional<T> said(UploadOption choice, Function<String, Optional<T>> parse) {
        return Optional.ofNullable(made.get(choice)).flatMap(parse);
    }

    private boolean isYes(UploadOption choice) {
        return get(choice).equals("true");
    }

    /// A choice that cannot be heeded.
    public static final class Wrong extends Exception {

        private static final long serialVersionUID = 1;

        private final Problem problem;
        private final transient Object[] details;

        /// @param details fill the gaps in the problem's text
        Wrong(Problem problem, Object... details) {
            super(null, null, false, false);
            this.problem = problem;
            this.details = details;
        }

        public Problem problem() {
            return problem;
        }

        public Object[] details() {
            return details;
        }
    }
}
