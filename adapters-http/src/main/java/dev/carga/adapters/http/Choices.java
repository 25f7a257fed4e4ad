package dev.carga.adapters.http;

import dev.carga.application.receive.Wishes;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.RejectLimit;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
                        throw new Wrong(choice.ambiguity());
                    }
                }
            }
        }
        return new Choices(both, allowsRepeats);
    }

    /// These, if webhooks are such.
    ///
    /// @throws Wrong if nobody may be told, or not there
    Choices under(WebhookSettings webhooks) throws Wrong {
        String webhook = get(Choice.WEBHOOK);
        @Nullable Problem refusal = webhook.isEmpty() ? null : webhooks.refusal(webhook);
        if (refusal != null) {
            throw new Wrong(refusal);
        }
        return this;
    }

    /// Those that are said here to be another than what holds.
    List<Choice> differing(Map<String, List<String>> said) {
        List<Choice> differing = new ArrayList<>();
        for (Choice choice : Choice.values()) {
            String holds = get(choice);
            if (!said.getOrDefault(choice.key(), List.of()).stream()
                    .allMatch(value -> choice.canonical(value).orElse("").equals(holds))) {
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
        @Nullable String said = made.get(Choice.ON_DUPLICATE);
        return said == null ? null : DuplicatePolicy.parse(said).orElseThrow();
    }

    Wishes wishes() {
        LoadingRules rules = new LoadingRules(
                DuplicatePolicy.parse(get(Choice.ON_DUPLICATE)).orElseThrow(),
                InvalidPolicy.parse(get(Choice.ON_INVALID)).orElseThrow(),
                UnreadablePolicy.NULL,
                RejectLimit.parse(get(Choice.MAX_REJECTS)).orElse(null),
                null,
                AbortPolicy.parse(get(Choice.ON_ABORT)).orElseThrow(),
                isYes(Choice.DRY_RUN));
        String webhook = get(Choice.WEBHOOK);
        return new Wishes(
                rules, LayoutOptions.NONE, isYes(Choice.ALLOW_REPEAT), webhook.isEmpty() ? null : webhook, null);
    }

    private boolean isYes(Choice choice) {
        return get(choice).equals("true");
    }

    /// A choice that cannot be heeded.
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1;

        private final Problem problem;

        Wrong(Problem problem) {
            super(null, null, false, false);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }
}
