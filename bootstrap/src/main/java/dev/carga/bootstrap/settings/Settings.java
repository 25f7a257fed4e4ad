package dev.carga.bootstrap.settings;

import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.adapters.postgres.Database;
import dev.carga.adapters.postgres.DatabaseSettings;
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

/// All that is decided before anything is wired.
///
/// @param http     null where nothing listens
/// @param database null for the embedded one
/// @param broker   null for the queue inside the process
/// @param home     where the embedded database lives
/// @param workers  how many parts this process loads at once
/// @param window   how many parts of one upload may wait for workers at a time
/// @param mostAttempts   after so many that ended the worker a part is given up
/// @param abandonedAfter an upload of which no process says for so long that it receives it is taken for
///                       abandoned
/// @param management     where health and metrics are told apart; null if they are not
/// @param receiving      how files are remembered, and waited for
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
    /// @param repeatWindow  how long the same content is not taken again; zero if it always is
    /// @param resumableLife how long a file that comes in several requests is waited for
    /// @param issuesKept    of one upload at most; the others are only counted
    /// @param replacedRowsKept how long rows that an update has replaced are kept for its undo; zero to keep
    ///                         none
    /// @param earliestDate  a purchase dated before this day is counted, and its date not stored
    /// @param daysAhead     likewise one dated more than so many days ahead
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

    /// Without a management port, and with as many issues as usual.
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

    /// As text, as rows, and on their way into the database.
    private static final int COPIES_OF_A_LOADED_PART = 3;

    /// How much of the heap may hold parts that are being received: two thirds, what the workers may need
    /// aside. The rest is for everything else and for the garbage collector to move in.
    ///
    /// @param heap the most it may grow to, in bytes
    public static long receivingBytes(long heap, Role role, int workers, CuttingRules cutting) {
        return Math.max(heap / 3 * 2 - loadingBytes(role, workers, cutting), heap / 4);
    }

    private static long loadingBytes(Role role, int workers, CuttingRules cutting) {
        return role.loads() ? (long) workers * COPIES_OF_A_LOADED_PART * cutting.maxBytes() : 0;
    }

    /// How much of the heap the parts may take that are being loaded, if all are as large as they may be.
    public long loadingBytes() {
        return loadingBytes(role, workers, cutting);
    }

    /// The same for a process that does something else.
    public Settings withRole(Role other) {
        return with(other, management, receiving);
    }

    /// The same with files received so.
    public Settings withReceiving(ReceivingSettings other) {
        return with(role, management, other);
    }

    /// The same with a management port there.
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

    /// How many issues of an upload are kept.
    public long issuesKept() {
        return receiving.issuesKept();
    }

    /// How long rows that an update has replaced are kept; zero if none is.
    public Duration replacedRowsKept() {
        return receiving.replacedRowsKept();
    }

    /// Whether files are received over HTTP.
    public boolean listens() {
        return http != null && role.receives();
    }

    /// See [#receivingBytes(long, Role, int, CuttingRules)].
    public long receivingBytes(long heap) {
        return receivingBytes(heap, role, workers, cutting);
    }

    /// How many database connections the pool of such a process may hold: one per part being loaded, and
    /// some for the rest. A worker answers no requests; its housekeeping takes turns on two, since nobody
    /// holds one while waiting for another.
    public static int connections(Role role, int workers) {
        return workers + (role.receives() ? 8 : 2);
    }

    /// All that it may take, those beside the pool with them.
    public static int allConnections(Role role, int workers) {
        return connections(role, workers) + Database.CONNECTIONS_BESIDE_THE_POOL;
    }

    /// Where health and metrics are told apart.
    ///
    /// @param port 0 takes any free one
    public record ManagementSettings(String host, int port) {}

    /// Where the broker is.
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
