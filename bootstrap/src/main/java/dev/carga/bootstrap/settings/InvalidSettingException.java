package dev.carga.bootstrap.settings;

/// A setting is wrong or missing. The message is the one line that the person sees: which, why, and what to do.
public final class InvalidSettingException extends RuntimeException {

    public InvalidSettingException(String message) {
        super(message);
    }
}
