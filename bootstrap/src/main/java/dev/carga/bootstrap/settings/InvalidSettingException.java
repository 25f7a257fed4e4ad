package dev.carga.bootstrap.settings;

/// A setting is wrong or missing. The message is all that the user sees, in one line: which setting, why, and
/// what to do.
public final class InvalidSettingException extends RuntimeException {

    public InvalidSettingException(String message) {
        super(message);
    }
}
