package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.RequestProblem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import io.javalin.http.Context;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The options that a request has given so far, in the URL, in fields of a form, or in the metadata of a
/// resumable upload. Each is parsed once. An option may be given more than once with values that mean the same.
public final class UploadOptionValues {

    /// The names of all options.
    public static final Set<String> NAMES =
            UploadOption.ALL.stream().map(UploadOption::key).collect(Collectors.toUnmodifiableSet());

    /// Each value has the type of its option: only [#add] writes them.
    private final Map<UploadOption<?>, Object> given;

    private final boolean repeatsAllowedByDefault;

    private UploadOptionValues(Map<UploadOption<?>, Object> given, boolean repeatsAllowedByDefault) {
        this.given = given;
        this.repeatsAllowedByDefault = repeatsAllowedByDefault;
    }

    static UploadOptionValues none() {
        return new UploadOptionValues(Map.of(), false);
    }

    /// The options in the URL. Refused if one is malformed, or given with two different values.
    public static RequestResult<UploadOptionValues> inUrl(Context ctx) {
        return none().and(ctx.queryParamMap());
    }

    /// These options and more. Refused if one is malformed, or contradicts another.
    ///
    /// @param more by name; a name without values had one that cannot be decoded, which is malformed. Other
    ///             names are ignored
    public RequestResult<UploadOptionValues> and(Map<String, List<String>> more) {
        Map<UploadOption<?>, Object> values = new HashMap<>(given);
        for (UploadOption<?> option : UploadOption.ALL) {
            @Nullable List<String> texts = more.get(option.key());
            if (texts != null) {
                for (String text : texts.isEmpty() ? List.of("") : texts) {
                    @Nullable RequestProblem problem = add(values, option, text);
                    if (problem != null) {
                        return RequestResult.refused(problem);
                    }
                }
            }
        }
        return RequestResult.of(new UploadOptionValues(values, repeatsAllowedByDefault));
    }

    /// Null if the value could be added.
    private static <T> @Nullable RequestProblem add(
            Map<UploadOption<?>, Object> values, UploadOption<T> option, String text) {
        @Nullable T value = option.parse(text).orElse(null);
        if (value == null) {
            return option.malformed();
        }
        @Nullable T before = typed(values.put(option, value));
        return before == null || option.format(before).equals(option.format(value)) ? null : option.ambiguous();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // see `given`
    private static <T> @Nullable T typed(@Nullable Object value) {
        return (T) value;
    }

    /// The options among those given whose value is not the one in effect, or is malformed.
    List<UploadOption<?>> differing(Map<String, List<String>> texts) {
        return UploadOption.ALL.stream()
                .filter(option ->
                        texts.getOrDefault(option.key(), List.of()).stream().anyMatch(text -> differs(option, text)))
                .<UploadOption<?>>map(option -> option)
                .toList();
    }

    private <T> boolean differs(UploadOption<T> option, String text) {
        return !option.parse(text).map(option::format).equals(Optional.of(format(option)));
    }

    /// The same options, with repeated files allowed unless the request forbids them.
    public UploadOptionValues allowingRepeats() {
        return new UploadOptionValues(given, true);
    }

    /// The value in effect: the one given, or the default. Null if there is neither.
    @Nullable
    <T> T get(UploadOption<T> option) {
        @Nullable T value = typed(given.get(option));
        if (value != null) {
            return value;
        }
        return option.equals(UploadOption.ALLOW_REPEAT) && repeatsAllowedByDefault
                ? typed(true)
                : option.defaultValue();
    }

    /// The text of the value in effect; empty if there is none.
    <T> String format(UploadOption<T> option) {
        return option.format(get(option));
    }

    /// Whether the option is a safety switch with the value in effect, see [UploadOption#isSafetySwitch].
    <T> boolean isSafetySwitch(UploadOption<T> option) {
        return option.isSafetySwitch(get(option));
    }

    /// The policy for duplicates; null if none is given.
    @Nullable
    public DuplicatePolicy duplicates() {
        return typed(given.get(UploadOption.ON_DUPLICATE));
    }

    public UploadOptions options() {
        LoadingRules rules = new LoadingRules(
                present(UploadOption.ON_DUPLICATE),
                present(UploadOption.ON_INVALID),
                present(UploadOption.ON_UNREADABLE),
                get(UploadOption.MAX_REJECTS),
                get(UploadOption.MAX_FLAWS),
                present(UploadOption.ON_ABORT),
                present(UploadOption.DRY_RUN));
        @Nullable URI webhook = get(UploadOption.WEBHOOK);
        return new UploadOptions(
                rules,
                layout(),
                present(UploadOption.ALLOW_REPEAT),
                webhook == null ? null : webhook.toString(),
                get(UploadOption.CORRECTS));
    }

    private LayoutOptions layout() {
        return new LayoutOptions(
                get(UploadOption.DECIMAL),
                get(UploadOption.DATES),
                get(UploadOption.BOOLEANS),
                get(UploadOption.NULLS),
                get(UploadOption.COLUMNS),
                present(UploadOption.EXTRA_COLUMNS),
                present(UploadOption.MISSING_COLUMNS),
                get(UploadOption.SHEET));
    }

    /// For options that have a default.
    private <T> T present(UploadOption<T> option) {
        return Objects.requireNonNull(get(option));
    }
}
