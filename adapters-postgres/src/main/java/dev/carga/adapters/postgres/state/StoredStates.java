package dev.carga.adapters.postgres.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carga.application.InfrastructureException;
import dev.carga.application.trace.TraceParent;
import dev.carga.domain.Nullable;
import dev.carga.domain.purchase.Counter;
import dev.carga.domain.purchase.Counters;
import dev.carga.domain.purchase.InvalidPolicy;
import dev.carga.domain.purchase.UnreadablePolicy;
import dev.carga.domain.upload.AbortPolicy;
import dev.carga.domain.upload.DuplicatePolicy;
import dev.carga.domain.upload.LoadingRules;
import dev.carga.domain.upload.PartFailure;
import dev.carga.domain.upload.PartState;
import dev.carga.domain.upload.ReceptionState;
import dev.carga.domain.upload.RejectLimit;
import dev.carga.domain.upload.UploadId;
import dev.carga.domain.upload.Withdrawal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// States, rules and counters, as the tables store them.
public final class StoredStates {

    /// The columns that [#partState(ResultSet)] reads. Limits the number of duplicate lines: a file sent
    /// twice has as many of them as it has lines.
    public static final String PART_STATE_COLUMNS =
            "p.state, p.counters::text AS counters, p.failure_code, p.failure_message, p.failure_line,"
                    + " trim_array(p.duplicate_lines, greatest(0, cardinality(p.duplicate_lines) - "
                    + PartState.Loaded.MAX_DUPLICATE_LINES + ")) AS duplicate_lines";

    /// The columns that [#loadingRules(ResultSet)] reads, without `on_duplicate`, for which a part may have
    /// its own value.
    public static final String PART_RULES_COLUMNS =
            "u.on_invalid, u.on_unreadable, u.max_rejects, u.max_flaws, u.on_abort, u.dry_run";

    /// The columns that [#loadingRules(ResultSet)] reads, for an upload.
    public static final String RULES_COLUMNS = "u.on_duplicate, " + PART_RULES_COLUMNS;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private StoredStates() {}

    public static PartState partState(ResultSet row) throws SQLException {
        String state = row.getString("state");
        return switch (state) {
            case "received" -> new PartState.Received();
            case "queued" -> new PartState.Queued();
            case "loaded" ->
                new PartState.Loaded(counters(Objects.requireNonNull(row.getString("counters"))), duplicateLines(row));
            case "failed" -> new PartState.Failed(failure(row));
            case "cancelled" -> new PartState.Cancelled();
            case "undone" -> new PartState.Undone();
            default -> throw unknown("part state", state);
        };
    }

    private static List<Long> duplicateLines(ResultSet row) throws SQLException {
        @Nullable Array lines = row.getArray("duplicate_lines");
        return lines == null ? List.of() : List.of((Long[]) lines.getArray());
    }

    /// Null if an earlier version stored no trace, or another program stored a malformed one.
    public static @Nullable TraceParent trace(@Nullable String header) {
        return header == null ? null : TraceParent.parse(header).orElse(null);
    }

    public static DuplicatePolicy duplicatePolicy(String key) {
        return DuplicatePolicy.parse(key).orElseThrow(() -> unknown("duplicate policy", key));
    }

    /// The values of the columns of `carga_upload`, by column name.
    public static Map<String, @Nullable Object> columns(LoadingRules rules) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("on_duplicate", rules.onDuplicate().key());
        columns.put("on_invalid", rules.onInvalid().key());
        columns.put("on_unreadable", rules.onUnreadable().key());
        columns.put("max_rejects", limit(rules.maxRejects()));
        columns.put("max_flaws", limit(rules.maxFlaws()));
        columns.put("on_abort", rules.onAbort().key());
        columns.put("dry_run", rules.dryRun());
        return columns;
    }

    private static @Nullable String limit(@Nullable RejectLimit limit) {
        return limit == null ? null : limit.toString();
    }

    private static @Nullable RejectLimit limit(@Nullable String text) {
        return text == null ? null : RejectLimit.parse(text).orElseThrow(() -> unknown("limit", text));
    }

    /// The upload that the one in this row corrects; null if it is not a correction.
    public static @Nullable UploadId corrects(ResultSet row) throws SQLException {
        @Nullable UUID corrects = row.getObject("corrects", UUID.class);
        return corrects == null ? null : new UploadId(corrects);
    }

    public static LoadingRules loadingRules(ResultSet row) throws SQLException {
        String onInvalid = row.getString("on_invalid");
        String onUnreadable = row.getString("on_unreadable");
        String onAbort = row.getString("on_abort");
        return new LoadingRules(
                duplicatePolicy(row.getString("on_duplicate")),
                InvalidPolicy.parse(onInvalid).orElseThrow(() -> unknown("policy for invalid lines", onInvalid)),
                UnreadablePolicy.parse(onUnreadable)
                        .orElseThrow(() -> unknown("policy for unreadable values", onUnreadable)),
                limit(row.getString("max_rejects")),
                limit(row.getString("max_flaws")),
                AbortPolicy.parse(onAbort).orElseThrow(() -> unknown("policy for aborting", onAbort)),
                row.getBoolean("dry_run"));
    }

    private static PartFailure failure(ResultSet row) throws SQLException {
        long line = row.getLong("failure_line");
        @Nullable Long lineOrNull = row.wasNull() ? null : line;
        String key = row.getString("failure_code");
        for (PartFailure.Code code : PartFailure.Code.values()) {
            if (code.key().equals(key)) {
                return new PartFailure(code, row.getString("failure_message"), lineOrNull);
            }
        }
        throw unknown("failure code", key);
    }

    public static ReceptionState uploadState(String key) {
        for (ReceptionState state : ReceptionState.values()) {
            if (state.key().equals(key)) {
                return state;
            }
        }
        throw unknown("upload state", key);
    }

    public static @Nullable Withdrawal withdrawal(@Nullable String key) {
        return key == null ? null : presentWithdrawal(key);
    }

    public static Withdrawal presentWithdrawal(String key) {
        return Withdrawal.parse(key).orElseThrow(() -> unknown("withdrawal", key));
    }

    static String toJson(Counters counters) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counters.asMap().forEach((counter, count) -> counts.put(counter.key(), count));
        try {
            return JSON.writeValueAsString(counts);
        } catch (JsonProcessingException e) {
            throw new InfrastructureException.Permanent("Counters cannot be written as JSON", e);
        }
    }

    public static Counters counters(String json) {
        try {
            Map<String, Long> byKey = JSON.readValue(json, COUNTS);
            Map<Counter, Long> counts = new EnumMap<>(Counter.class);
            for (Counter counter : Counter.values()) {
                counts.put(counter, byKey.getOrDefault(counter.key(), 0L));
            }
            return Counters.of(counts);
        } catch (JsonProcessingException e) {
            throw new InfrastructureException.Permanent("A part's counters cannot be read", e);
        }
    }

    private static InfrastructureException unknown(String what, String key) {
        return new InfrastructureException.Permanent(
                "The database holds a " + what + " that this version does not know: " + key, null);
    }
}
