package dev.carga.adapters.http.view;

import dev.carga.adapters.http.option.UploadOption;
import dev.carga.application.receive.UploadOptions;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.LayoutOptions;
import dev.carga.domain.upload.LoadingRules;
import java.util.LinkedHashMap;
import java.util.Map;

/// The options of an upload as parameters of the URL or fields of the form, by their names. Options that have their
/// default value are left out.
public final class UploadFields {

    private final Map<String, String> fields = new LinkedHashMap<>();

    private UploadFields() {}

    /// All options but `allow_repeat` and `webhook`. The policy for duplicates is always among them.
    public static Map<String, String> of(UploadOptions options) {
        LoadingRules rules = options.rules();
        UploadFields given = new UploadFields();
        given.fields.put(UploadOption.ON_DUPLICATE.key(), rules.onDuplicate().key());
        given.put(UploadOption.ON_INVALID, rules.onInvalid());
        given.put(UploadOption.ON_UNREADABLE, rules.onUnreadable());
        given.put(UploadOption.ON_ABORT, rules.onAbort());
        given.put(UploadOption.DRY_RUN, rules.dryRun());
        given.put(UploadOption.MAX_REJECTS, rules.maxRejects());
        given.put(UploadOption.MAX_FLAWS, rules.maxFlaws());
        given.fields.putAll(of(options.layout()));
        given.put(UploadOption.CORRECTS, options.corrects());
        return given.fields;
    }

    /// The options that say how the file is written.
    public static Map<String, String> of(LayoutOptions options) {
        UploadFields given = new UploadFields();
        given.put(UploadOption.DECIMAL, options.decimal());
        given.put(UploadOption.DATES, options.dates());
        given.put(UploadOption.BOOLEANS, options.booleans());
        given.put(UploadOption.NULLS, options.nulls());
        given.put(UploadOption.COLUMNS, options.columns());
        given.put(UploadOption.EXTRA_COLUMNS, options.extraColumns());
        given.put(UploadOption.MISSING_COLUMNS, options.missingColumns());
        given.put(UploadOption.SHEET, options.sheet());
        return given.fields;
    }

    private <T> void put(UploadOption<T> option, @Nullable T value) {
        String text = option.format(value);
        if (!text.equals(option.format(option.defaultValue()))) {
            fields.put(option.key(), text);
        }
    }
}
