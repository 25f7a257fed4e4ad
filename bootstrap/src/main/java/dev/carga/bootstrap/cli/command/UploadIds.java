package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.domain.upload.UploadId;

/// Reads ids of uploads from the command line. A converter of picocli would report a second invalid id only
/// as an unmatched argument.
final class UploadIds {

    private UploadIds() {}

    static UploadId parse(String text) {
        return UploadId.parse(text)
                .orElseThrow(() -> new InvalidSettingException("'" + text
                        + "' is not the id of an upload, a UUID such as 123e4567-e89b-42d3-a456-426614174000"));
    }
}
