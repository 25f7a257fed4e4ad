package dev.carga.adapters.http;

import dev.carga.application.receive.Wishes;
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
final class Choices {

    /// The names under which something is chosen.
    static final Set<String> NAMES =
            Arrays.stream(Choice.values()).map(Choice::key).collect(Collectors.toUnmodifiableSet());

    private final Map<Choice, String> made;
    private final boolean allowsRepeats;

    private Choices(Map<Choice, String> made, boolean allowsRepeats) {
        this.made = made;
        this.allowsRepeats = allowsRepeats;
    }

    static Choices none() {
        return new Choices(new EnumMap<>(Choice.class), false);
    }

    /// Those in the URL.
    ///
    /// @throws Wrong if one of them means nothing, or two contradict each other
    static Choices inUrl(Context ctx) throws Wrong {
        return none().and(ctx.queryParamMap());
    }

    /// These and those. A name without values had one that cannot be decoded.
    ///
    /// @throws Wrong if one of them means nothing, or contradicts what was said before
    Choices and(Map<String, List<String>> more) throws Wrong {
        Map<Choice, String> both = new EnumMap<>(Choice.class);
        both.putAll(made);
        for (Choice choice : Choice.values()) {
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
        return new Choices(both, allowsRepeats);
    }

    /// What a choice may not be, for all that it is well-formed.
    ///
    /// @param known whether there is such an upload
    record Terms(WebhookSettings webhooks, Predicate<UploadId> known) {}

    /// These, if the server's terms allow them.
    ///
    /// @throws Wrong if nobody may be told, or not there, or an upload is corrected that does not exist
    Choices under(Terms terms) throws Wrong {
        String webhook = get(Choice.WEBHOOK);
        @Nullable Problem refusal = webhook.isEmpty() ? null : terms.webhooks().refusal(webhook);
        if (refusal != null) {
            throw new Wrong(refusal);
        }
        Optional<UploadId> corrected = said(Choice.CORRECTS, UploadId::parse);
        if (corrected.isPresent() && !terms.known().test(corrected.get())) {
            throw new Wrong(Problem.UNKNOWN_CORRECTED, corrected.get());
        }
        return this;
    }

    /// Those that are said here to be another than what holds, or to be something that means nothing.
    List<Choice> differing(Map<String, List<String>> said) {
        List<Choice> differing = new ArrayList<>();
        for (Choice choice : Choice.values()) {
            Optional<String> holds = Optional.of(get(choice));
            if (!said.getOrDefault(choice.key(), List.of()).stream()
                    .allMatch(value -> choice.canonical(value).equals(holds))) {
                differing.add(choice);
            }
        }
        return differing;
    }

    /// The same where a file is taken again unless somebody says otherwise.
    Choices allowingRepeats() {
        return new Choices(made, true);
    }

    String get(Choice choice) {
        String unsaid = choice == Choice.ALLOW_REPEAT && allowsRepeats ? "true" : choice.unsaid();
        return made.getOrDefault(choice, unsaid);
    }

    /// Null if nothing was said.
    @Nullable
    DuplicatePolicy duplicates() {
        return said(Choice.ON_DUPLICATE, DuplicatePolicy::parse).orElse(null);
    }

    Wishes wishes() {
        LoadingRules rules = new LoadingRules(
                DuplicatePolicy.parse(get(Choice.ON_DUPLICATE)).orElseThrow(),
                InvalidPolicy.parse(get(Choice.ON_INVALID)).orElseThrow(),
                UnreadablePolicy.parse(get(Choice.ON_UNREADABLE)).orElseThrow(),
                said(Choice.MAX_REJECTS, RejectLimit::parse).orElse(null),
                said(Choice.MAX_FLAWS, RejectLimit::parse).orElse(null),
                AbortPolicy.parse(get(Choice.ON_ABORT)).orElseThrow(),
                isYes(Choice.DRY_RUN));
        return new Wishes(
                rules,
                layout(),
                isYes(Choice.ALLOW_REPEAT),
                made.get(Choice.WEBHOOK),
                said(Choice.CORRECTS, UploadId::parse).orElse(null));
    }

    private LayoutOptions layout() {
        return new LayoutOptions(
                said(Choice.DECIMAL, DecimalMark::parse).orElse(null),
                said(Choice.DATES, DateStyle::parse).orElse(null),
                said(Choice.BOOLEANS, BooleanWords::parse).orElse(null),
                said(Choice.NULLS, NullWords::parse).orElse(null),
                said(Choice.COLUMNS, ColumnNames::parse).orElse(null),
                get(Choice.EXTRA_COLUMNS).equals("ignore"),
                get(Choice.MISSING_COLUMNS).equals("null"),
                made.get(Choice.SHEET));
    }

    /// Empty if nothing was said.
    private <T> Optional<T> said(Choice choice, Function<String, Optional<T>> parse) {
        return Optional.ofNullable(made.get(choice)).flatMap(parse);
    }

    private boolean isYes(Choice choice) {
        return get(choice).equals("true");
    }

    /// A choice that cannot be heeded.
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1;

        private final Problem problem;
        private final transient Object[] details;

        /// @param details fill the gaps in the problem's text
        Wrong(Problem problem, Object... details) {
            super(null, null, false, false);
            this.problem = problem;
            this.details = details;
        }

        Problem problem() {
            return problem;
        }

        Object[] details() {
            return details;
        }
    }
}
