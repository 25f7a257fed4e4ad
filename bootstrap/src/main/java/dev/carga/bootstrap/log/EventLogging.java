package dev.carga.bootstrap.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.slf4j.helpers.Reporter;
import org.slf4j.simple.SimpleServiceProvider;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// The log of the program: slf4j-simple, behind loggers that turn whatever is said, by us or by a library, with an
/// exception or without, into one line in the form of [EventLine].
public final class EventLogging implements SLF4JServiceProvider {

    private final SimpleServiceProvider simple = new SimpleServiceProvider();
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

    /// Must run before the first logger is made. What the JVM, java.util.logging and threads that end by an
    /// exception would print in many lines of their own goes the same way.
    ///
    /// @param level `debug`, `info`, `warn` or `error`, of our own loggers
    public static void begin(String level) {
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, EventLogging.class.getName());
        // Else SLF4J says, in a form of its own, that it does as it was told.
        System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
        System.setProperty("org.slf4j.simpleLogger.log.dev.carga", level);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Logger log = LoggerFactory.getLogger(EventLogging.class);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> log.error("event=thread_ended thread={}", thread.getName(), e));
    }

    @Override
    public void initialize() {
        simple.initialize();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        ILoggerFactory behind = simple.getLoggerFactory();
        return name -> loggers.computeIfAbsent(name, _ -> new EventLogger(behind.getLogger(name)));
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return simple.getMarkerFactory();
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return simple.getMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return simple.getRequestedApiVersion();
    }
}
