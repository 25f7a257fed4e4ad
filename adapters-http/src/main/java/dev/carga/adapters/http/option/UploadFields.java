package dev.carga.adapters.http.option;

import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.upload.LoadingRules;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is said of a file, as the fields of a form and the URL take it. What is as it would be if nothing were
/// said has no field.
public final class UploadFields {

    private final Map<String, String> fields = new LinkedHashMap<>();

    private UploadFields() {}

    /// All that is said of it, and what becomes of duplicates in any case.
    public static Map<String, String> of(UploadOptions options) {
        LoadingRules rules = options.rules();
        UploadFields said = new UploadFields();
        said.fields.put(UploadOption.ON_DUPLICATE.key(), rules.onDuplicate().key());
        said.put(UploadOption.ON_INVALID, rules.onInvalid().key());
        said.put(UploadOption.ON_UNREADABLE, rules.onUnreadable().key());
        said.put(UploadOption.ON_ABORT, rules.onAbort().key());
        said.put(UploadOption.DRY_RUN, rules.dryRun());
        said.put(UploadOption.MAX_REJECTS, rules.maxRejects());
        said.put(UploadOption.MAX_FLAWS, rules.maxFlaws());
        said.fields.putAll(of(options.layout()));
        said.put(UploadOption.CORRECTS, options.corrects());
        return said.fields;
    }

    /// What is said of how it is written.
    public static Map<String, String> of(LayoutOptions options) {
        UploadFields said = new UploadFields();
        said.put(
                UploadOption.DECIMAL,
                options.decimal() == null ? null : options.decimal().key());
        said.put(
                UploadOption.DATES,
                options.dates() == null ? null : options.dates().pattern());
        said.put(UploadOption.BOOLEANS, options.booleans());
        said.put(UploadOption.NULLS, options.nulls());
        said.put(UploadOption.COLUMNS, options.columns());
        said.put(UploadOption.EXTRA_COLUMNS, options.extraColumns() ? "ignore" : null);
        said.put(UploadOption.MISSING_COLUMNS, options.missingColumns() ? "null" : null);
        said.put(UploadOption.SHEET, options.sheet());
        return said.fields;
    }

    private void put(UploadOption choice, @Nullable Object value) {
        if (value != null && !value.toString().equals(choice.unsaid())) {
            fields.put(choice.key(), value.toString());
        }
    }
}
