package dev.carga.adapters.http;

import dev.carga.application.receive.Wishes;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.upload.LoadingRules;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is said of a file, as the fields of a form and the URL take it. What is as it would be if nothing were said has
/// no field.
public final class UploadFields {

    private final Map<String, String> fields = new LinkedHashMap<>();

    private UploadFields() {}

    /// All that is said of it, and what becomes of duplicates in any case.
    public static Map<String, String> of(Wishes wishes) {
        LoadingRules rules = wishes.rules();
        UploadFields said = new UploadFields();
        said.fields.put(Choice.ON_DUPLICATE.key(), rules.onDuplicate().key());
        said.put(Choice.ON_INVALID, rules.onInvalid().key());
        said.put(Choice.ON_UNREADABLE, rules.onUnreadable().key());
        said.put(Choice.ON_ABORT, rules.onAbort().key());
        said.put(Choice.DRY_RUN, rules.dryRun());
        said.put(Choice.MAX_REJECTS, rules.maxRejects());
        said.put(Choice.MAX_FLAWS, rules.maxFlaws());
        said.fields.putAll(of(wishes.layout()));
        said.put(Choice.CORRECTS, wishes.corrects());
        return said.fields;
    }

    /// What is said of how it is written.
    static Map<String, String> of(LayoutOptions options) {
        UploadFields said = new UploadFields();
        said.put(
                Choice.DECIMAL,
                options.decimal() == null ? null : options.decimal().key());
        said.put(Choice.DATES, options.dates() == null ? null : options.dates().pattern());
        said.put(Choice.BOOLEANS, options.booleans());
        said.put(Choice.NULLS, options.nulls());
        said.put(Choice.COLUMNS, options.columns());
        said.put(Choice.EXTRA_COLUMNS, options.extraColumns() ? "ignore" : null);
        said.put(Choice.MISSING_COLUMNS, options.missingColumns() ? "null" : null);
        said.put(Choice.SHEET, options.sheet());
        return said.fields;
    }

    private void put(Choice choice, @Nullable Object value) {
        if (value != null && !value.toString().equals(choice.unsaid())) {
            fields.put(choice.key(), value.toString());
        }
    }
}
