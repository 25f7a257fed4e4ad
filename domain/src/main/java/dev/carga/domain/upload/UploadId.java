package dev.carga.domain.upload;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The public id of an upload, a UUID: the `message_id` of the predecessor's routes.
public record UploadId(UUID value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// A new random id, which cannot be guessed (UUID version 4).
    public static UploadId random() {
        return new UploadId(UUID.randomUUID());
    }

    /// Parses the 36-character form of a UUID; empty for any other text.
    public static Optional<UploadId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new UploadId(UUID.fromString(text))) : Optional.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
