package dev.carga.bootstrap.log;

import dev.carga.domain.Nullable;
import java.io.Serial;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

/// Makes a line of it, and leaves it to another logger whether and where that is written.
final class EventLogger extends LegacyAbstractLogger {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient Logger behind;

    EventLogger(Logger behind) {
        this.name = behind.getName();
        this.behind = behind;
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
            case ERROR -> behind.error(line);
            case WARN -> behind.warn(line);
            case INFO -> behind.info(line);
            case DEBUG -> behind.debug(line);
            case TRACE -> behind.trace(line);
        }
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return behind.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return behind.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return behind.isInfoEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return behind.isWarnEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return behind.isErrorEnabled();
    }
}
