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

/// The log of the program: slf4j-simple behind loggers that format every call, of Carga or of a library, as one
/// line in the form of [EventLine], exceptions included.
public final class EventLogging implements SLF4JServiceProvider {

    private final SimpleServiceProvider simple = new SimpleServiceProvider();
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

    /// Installs this log. Must run before the first logger is created. Also captures java.util.logging, and
    /// uncaught exceptions of threads, which would print stack traces of many lines.
    ///
    /// @param level of Carga's loggers: `debug`, `info`, `warn` or `error`
    public static void begin(String level) {
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, EventLogging.class.getName());
        // Otherwise SLF4J prints a line in another format about the provider that it uses.
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
        ILoggerFactory delegates = simple.getLoggerFactory();
        return name -> loggers.computeIfAbsent(name, _ -> new EventLogger(delegates.getLogger(name)));
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
