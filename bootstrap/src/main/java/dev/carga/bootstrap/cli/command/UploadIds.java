package dev.carga.bootstrap.cli.command;

import dev.carga.bootstrap.settings.InvalidSettingException;
import dev.carga.domain.upload.UploadId;

/// Reads ids of uploads from the command line. Not as a converter of picocli's, which says of the second
/// wrong one only that it is not wanted.
final class UploadIds {

    private UploadIds() {}

    static UploadId parse(String text) {
        return UploadId.parse(text)
                .orElseThrow(() -> new InvalidSettingException("'" + text
                        + "' is no upload's id, which is a UUID such as 123e4567-e89b-42d3-a456-426614174000"));
    }
}
