package dev.carga.domain.upload;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Names an upload to the outside: the `message_id` of the predecessor's routes.
public record UploadId(UUID value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// A new id that nobody can guess.
    public static UploadId random() {
        return new UploadId(UUID.randomUUID());
    }

    /// Reads the 36-character form of a UUID, and no other.
    public static Optional<UploadId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new UploadId(UUID.fromString(text))) : Optional.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
