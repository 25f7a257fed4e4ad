package dev.carga.adapters.http;

import dev.carga.domain.Nullable;
import dev.carga.domain.upload.DuplicatePolicy;
import io.javalin.http.Context;
import java.util.List;

/// What the values of `on_duplicate` come to, wherever in a request they stand.
sealed interface PolicyChoice {

    String NAME = "on_duplicate";

    /// One policy, however often it is said.
    ///
    /// @param policy null if there was no value
    record Made(@Nullable DuplicatePolicy policy) implements PolicyChoice {}

    record Wrong(Problem problem) implements PolicyChoice {}

    static PolicyChoice of(List<String> values) {
        @Nullable DuplicatePolicy chosen = null;
        for (String value : values) {
            @Nullable DuplicatePolicy policy = DuplicatePolicy.parse(value).orElse(null);
            if (policy == null) {
                return new Wrong(Problem.UNKNOWN_DUPLICATE_POLICY);
            }
            if (chosen != null && chosen != policy) {
                return new Wrong(Problem.AMBIGUOUS_DUPLICATE_POLICY);
            }
            chosen = policy;
        }
        return new Made(chosen);
    }

    /// The values in the URL. One that cannot be decoded is left out of the list, yet the name is there: it
    /// counts as an empty one.
    static List<String> inUrl(Context ctx) {
        List<String> values = ctx.queryParamMap().getOrDefault(NAME, List.of());
        return values.isEmpty() && ctx.queryParamMap().containsKey(NAME) ? List.of("") : values;
    }
}
