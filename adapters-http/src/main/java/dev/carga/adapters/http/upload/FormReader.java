package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestResult;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.adapters.http.upload.Reception.Rest;
import dev.carga.application.receive.FileRefusal;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives the files of one multipart form. Fields of the form set options for the files after them.
final class FormReader {

    private static final Logger LOG = LoggerFactory.getLogger(FormReader.class);

    private final Multipart form;
    private final OptionRules rules;
    private final RequestFiles files;

    /// For the next file.
    private UploadOptionValues options;

    /// @param options of the URL
    FormReader(Multipart form, OptionRules rules, RequestFiles files, UploadOptionValues options) {
        this.form = form;
        this.rules = rules;
        this.files = files;
        this.options = options;
    }

    /// Receives the first file, whatever its field is called.
    ///
    /// @throws IOException if the body breaks off before the file, or breaks the rules
    Reception first() throws IOException {
        Multipart.@Nullable File file = form.nextFile();
        if (file == null) {
            return Reception.refused("", Problem.NO_FILE);
        }
        return takeOptions(file)
                .or(() -> files.receive(file.name(), options, file.content()))
                .orElseGet(() -> files.completed(options, passOverRest()));
    }

    /// Receives every file. A file whose name is not acceptable as it was sent is refused by itself. ([#first]
    /// changes the name instead, for the predecessor's clients: old browsers send whole paths.)
    ///
    /// @throws IOException if the body breaks off between files, or breaks the rules
    Reception all() throws IOException {
        Multipart.@Nullable File file = form.nextFile();
        if (file == null) {
            return Reception.refused("", Problem.NO_FILE);
        }
        while (file != null) {
            Multipart.File current = file;
            Optional<Reception> end = takeOptions(current).or(() -> receiveIfNamedWell(current));
            if (end.isPresent()) {
                return end.get();
            }
            file = form.nextFile();
        }
        return files.completed(options, passOverRest());
    }

    private Optional<Reception> receiveIfNamedWell(Multipart.File file) {
        if (file.clean()) {
            return files.receive(file.name(), options, file.content());
        }
        files.refuse(file.name(), FileRefusal.Reason.BAD_NAME);
        return Optional.empty();
    }

    /// Adds the fields before this file to the options.
    ///
    /// @return the end of the form, if the fields are refused or come too late for the files before
    private Optional<Reception> takeOptions(Multipart.File file) {
        Map<String, List<String>> fields = form.takeValues();
        List<UploadOption<?>> late = files.anyOpened() ? LateOptions.in(fields, options) : List.of();
        if (!late.isEmpty()) {
            return Optional.of(files.completed(options, passOverRest().with(late)));
        }
        return switch (options.and(fields).flatMap(rules::validate)) {
            case RequestResult.Invalid<UploadOptionValues>(var problem) ->
                Optional.of(new Reception.RequestRefused(file.name(), problem));
            case RequestResult.Valid<UploadOptionValues>(var both) -> {
                options = both;
                yield Optional.empty();
            }
        };
    }

    /// Ignores the rest of the form. The files before it are stored by now, so nothing here may refuse them any
    /// more, not even a form that breaks off.
    private Rest passOverRest() {
        int ignored = 0;
        try {
            while (form.nextFile() != null) {
                ignored++;
            }
        } catch (IOException e) {
            LOG.debug("event=form_broken_after_file cause={}", e.toString());
        }
        return new Rest(ignored, options.differing(form.takeValues()));
    }
}
