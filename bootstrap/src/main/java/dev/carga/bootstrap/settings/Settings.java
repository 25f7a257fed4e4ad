package dev.carga.bootstrap.settings;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
import dev.carga.adapters.postgres.Retention;
import dev.carga.application.control.Cleanup;
import dev.carga.application.receive.ReceiveResumable;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.report.UploadIssues;
import dev.carga.domain.Nullable;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.CuttingRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;

/// The configuration of a process, complete before anything is wired.
///
/// @param http           null if the process does not listen
/// @param database       null for the embedded one
/// @param broker         null for the queue inside the process
/// @param home           the folder of the embedded database
/// @param workers        how many parts this process loads at the same time
/// @param window         how many parts of one upload may wait for workers at a time
/// @param mostAttempts   a part fails once its worker has crashed on it this many times
/// @param abandonedAfter an upload counts as abandoned once no process has reported for this time that it
///                       receives it
/// @param cutting        the limits of a part
/// @param management     the address of the management server; null if there is none
/// @param receiving      how files are received, and what is kept of them
public record Settings(
        Role role,
        @Nullable HttpSettings http,
        @Nullable DatabaseSettings database,
        @Nullable BrokerSettings broker,
        Path home,
        int workers,
        int window,
        int mostAttempts,
        Duration abandonedAfter,
        CuttingRules cutting,
        @Nullable ManagementSettings management,
        ReceivingSettings receiving) {

    /// How files are received, and what is kept of them.
    ///
    /// @param repeatWindow     how long content is recognised as a repeat, and not loaded again; zero for never
    /// @param resumableLife    how long an unfinished tus upload can be resumed
    /// @param issuesKept       maximum for one upload; further issues are only counted
    /// @param replacedRowsKept how long rows that an update has replaced are kept for its undo; zero to keep none
    /// @param earliestDate     a purchase dated before this day is counted, and its date is not stored
    /// @param daysAhead        likewise a purchase dated more than this many days ahead
    public record ReceivingSettings(
            Duration repeatWindow,
            Duration resumableLife,
            long issuesKept,
            Duration replacedRowsKept,
            LocalDate earliestDate,
            int daysAhead) {
        public static final ReceivingSettings DEFAULT = new ReceivingSettings(
                ReceiveUpload.DEFAULT_REPEAT_WINDOW,
                ReceiveResumable.DEFAULT_LIFE,
                UploadIssues.Limits.DEFAULT.issues(),
                Cleanup.REPLACED_ROWS_KEPT,
                DateRange.EARLIEST,
                1);

        /// The dates that a purchase may have on this day.
        public DateRange dates(LocalDate today) {
            return new DateRange(earliestDate, today.plusDays(daysAhead));
        }
    }

    /// Without a management port, and with the default way to receive files.
    public Settings(
            Role role,
            @Nullable HttpSettings http,
            @Nullable DatabaseSettings database,
            @Nullable BrokerSettings broker,
            Path home,
            int workers,
            int window,
            int mostAttempts,
            Duration abandonedAfter,
            CuttingRules cutting) {
        this(
                role,
                http,
                database,
                broker,
                home,
                workers,
                window,
                mostAttempts,
                abandonedAfter,
                cutting,
                null,
                ReceivingSettings.DEFAULT);
    }

    /// In memory at the same time: the text, the rows, and the rows encoded for the database.
    private static final int COPIES_OF_A_LOADED_PART = 3;

    /// The bytes of heap that parts may take while files are received: two thirds, minus what the workers may
    /// need. The rest is for everything else, and for the garbage collector.
    ///
    /// @param heap its maximum size in bytes
    public static long receivingBytes(long heap, Role role, int workers, CuttingRules cutting) {
        return Math.max(heap / 3 * 2 - loadingBytes(role, workers, cutting), heap / 4);
    }

    private static long loadingBytes(Role role, int workers, CuttingRules cutting) {
        return role.loads() ? (long) workers * COPIES_OF_A_LOADED_PART * cutting.maxBytes() : 0;
    }

    /// The bytes of heap that parts may take while they are loaded, if all have the maximum size.
    public long loadingBytes() {
        return loadingBytes(role, workers, cutting);
    }

    /// These settings with another role.
    public Settings withRole(Role other) {
        return with(other, management, receiving);
    }

    /// These settings with another way to receive files.
    public Settings withReceiving(ReceivingSettings other) {
        return with(role, management, other);
    }

    /// These settings with another management address; null for none.
    public Settings withManagement(@Nullable ManagementSettings other) {
        return with(role, other, receiving);
    }

    private Settings with(Role role, @Nullable ManagementSettings management, ReceivingSettings receiving) {
        return new Settings(
                role,
                http,
                database,
                broker,
                home,
                workers,
                window,
                mostAttempts,
                abandonedAfter,
                cutting,
                management,
                receiving);
    }

    /// What the database stores of an upload in addition to its rows. See [ReceivingSettings].
    public Retention retention() {
        UploadIssues.Limits issues =
                new UploadIssues.Limits(receiving.issuesKept(), UploadIssues.Limits.DEFAULT.lineBytes());
        return new Retention(issues, receiving.replacedRowsKept());
    }

    /// Whether this process receives files over HTTP.
    public boolean listens() {
        return http != null && role.receives();
    }

    /// See [#receivingBytes(long, Role, int, CuttingRules)].
    public long receivingBytes(long heap) {
        return receivingBytes(heap, role, workers, cutting);
    }

    /// The maximum size of a process's connection pool: one per part that it loads at a time, and some for the
    /// rest. A worker serves no requests: its periodic tasks share two, since none holds one while it waits for
    /// another.
    public static int connections(Role role, int workers) {
        return workers + (role.receives() ? 8 : 2);
    }

    /// All database connections that a process may open, including those outside the pool.
    public static int allConnections(Role role, int workers) {
        return connections(role, workers) + Database.CONNECTIONS_BESIDE_THE_POOL;
    }

    /// The address of the management server, which serves health and metrics.
    ///
    /// @param port 0 for any free one
    public record ManagementSettings(String host, int port) {}

    /// The broker and its queue.
    ///
    /// @param uri may hold a password
    public record BrokerSettings(String uri, String queue) {

        /// Without the password.
        @Override
        public String toString() {
            return uri.replaceFirst("//[^@/]*@", "//") + " " + queue;
        }
    }
}
