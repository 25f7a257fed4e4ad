package dev.carga.bootstrap.log;

import dev.carga.domain.Nullable;
import java.io.Serial;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

/// Formats each call as a line by [EventLine], and passes it to another logger, which decides whether and where
/// to write it.
final class EventLogger extends LegacyAbstractLogger {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Logger delegate;

    EventLogger(Logger delegate) {
        this.name = delegate.getName();
        this.delegate = delegate;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String line = EventLine.of(name, pattern, arguments, thrown);
        switch (level) {
            case ERROR -> delegate.error(line);
            case WARN -> delegate.warn(line);
            case INFO -> delegate.info(line);
            case DEBUG -> delegate.debug(line);
            case TRACE -> delegate.trace(line);
        }
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return delegate.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return delegate.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return delegate.isInfoEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return delegate.isWarnEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return delegate.isErrorEnabled();
    }
}
