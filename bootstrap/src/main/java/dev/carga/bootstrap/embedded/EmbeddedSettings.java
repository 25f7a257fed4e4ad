package dev.carga.bootstrap.embedded;

import java.util.ArrayList;
import java.util.List;

/// The settings of the embedded server: for bulk loads with a small footprint, and without risk to committed
/// rows, so `fsync`, `synchronous_commit` and `full_page_writes` keep their defaults.
///
/// They are passed on the command line and not written into the data folder, so that the settings of a newer
/// Carga also apply to data that an older one created.
final class EmbeddedSettings {
    private static final List<String> FIXED = List.of(
            // This machine only, over TCP only: the path of a Unix socket has a limit that a deep home exceeds.
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=50",
            // Allocated only as it is used.
            "shared_buffers=192MB",
            "maintenance_work_mem=128MB",
            // Few checkpoints during a load: after each, the first change of a page logs the whole page.
            "max_wal_size=2GB",
            "checkpoint_timeout=15min",
            "wal_compression=on",
            // There are no replicas, so the write-ahead log can leave out what only they need.
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_logical_replication_workers=0",
            "random_page_cost=1.1",
            "timezone=UTC",
            "log_timezone=UTC",
            // Errors of statements go to the client, which handles them. In the log they would show CPFs, and a
            // file full of duplicates would fill the disk.
            "log_min_messages=log",
            "log_min_error_statement=panic",
            "log_error_verbosity=terse",
            "log_checkpoints=off");

    private EmbeddedSettings() {}

    /// The arguments of `postgres` for this port.
    static List<String> arguments(int port) {
        var arguments = new ArrayList<String>();
        arguments.add("-p");
        arguments.add(Integer.toString(port));
        for (String setting : FIXED) {
            arguments.add("-c");
            arguments.add(setting);
        }
        return List.copyOf(arguments);
    }
}
