package dev.carga.bootstrap.embedded;

import java.util.ArrayList;
import java.util.List;

/// How the embedded server is set: for loading much in a small footprint, and never at the price of a committed
/// row, so `fsync`, `synchronous_commit` and `full_page_writes` keep their defaults.
///
/// Given on the command line and not written into the data folder: a newer Carga's settings then also reach data
/// that an older one made.
final class EmbeddedSettings {
    private static final List<String> FIXED = List.of(
            // Only this machine, and over TCP alone: a socket's path has a limit that a deep home
            // folder exceeds.
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=50",
            // Taken from the system only as it is touched.
            "shared_buffers=192MB",
            "maintenance_work_mem=128MB",
            // Few checkpoints in a load; each one makes the next change of every page log the whole page.
            "max_wal_size=2GB",
            "checkpoint_timeout=15min",
            "wal_compression=on",
            // Nobody replicates from it, so the log need not say what only a replica wants to know.
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_logical_replication_workers=0",
            "random_page_cost=1.1",
            "timezone=UTC",
            "log_timezone=UTC",
            // A statement's error goes to the client, which knows what to do about it. In the log it
            // would show CPFs, and a file full of duplicates would fill the disk.
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
