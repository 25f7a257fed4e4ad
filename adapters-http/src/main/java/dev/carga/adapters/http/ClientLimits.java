package dev.carga.adapters.http;

import java.time.Duration;

/// What clients may take of a server, so that no number of them, and no slow one, takes it all.
///
/// @param uploads        files received at the same time; one more is refused before its body is read
/// @param connections    open connections; more wait to be accepted until others have gone
/// @param bytesPerSecond who sends a body more slowly than this, on average over the time below, is given up; only
///                       time that the server spends waiting for bytes counts
/// @param averagedOver   how long the server waits before it judges a sender
public record ClientLimits(int uploads, int connections, int bytesPerSecond, Duration averagedOver) {

    /// A modem of the 1990s is ten times as fast.
    public static final int BYTES_PER_SECOND = 500;

    public static final int CONNECTIONS = 2000;

    /// No limit on uploads but that of connections: whoever knows how much memory there is sets it.
    public static final ClientLimits USUAL =
            new ClientLimits(Integer.MAX_VALUE, CONNECTIONS, BYTES_PER_SECOND, Duration.ofSeconds(30));

    /// @throws IllegalArgumentException with a text for whoever set the value
    public ClientLimits {
        if (uploads < 1 || connections < 1) {
            throw new IllegalArgumentException("At least one upload and one connection must be allowed");
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("Bytes per second are 0, for no limit, or more, not " + bytesPerSecond);
        }
    }

    public ClientLimits withUploads(int number) {
        return new ClientLimits(number, connections, bytesPerSecond, averagedOver);
    }
}
