package dev.carga.adapters.http.server;

import java.time.Duration;

/// What clients may take of a server, so that no number of them, and no slow one, takes it all.
///
/// @param uploads        files received at the same time; one more is refused before its body is read
/// @param connections    open connections; more wait to be accepted until others have gone
/// @param bytesPerSecond who sends a body more slowly than this, on average over the time below, is given up; only
///                       time that the server spends waiting for bytes counts
/// @param averagedOver   how long the server waits before it judges a sender
/// @param fileBytes      of a file, unpacked; who announces a larger body is refused before it is read
public record ClientLimits(int uploads, int connections, int bytesPerSecond, Duration averagedOver, long fileBytes) {

    /// A modem of the 1990s is ten times as fast.
    public static final int BYTES_PER_SECOND = 500;

    public static final int CONNECTIONS = 2000;

    /// No limit on uploads but that of connections: whoever knows how much memory there is sets it.
    public static final ClientLimits USUAL =
            new ClientLimits(Integer.MAX_VALUE, CONNECTIONS, BYTES_PER_SECOND, Duration.ofSeconds(30), Long.MAX_VALUE);

    /// @throws IllegalArgumentException with a text for whoever set the value
    public ClientLimits {
        if (uploads < 1 || connections < 1) {
            throw new IllegalArgumentException("At least one upload and one connection must be allowed");
        }
        if (fileBytes < 1) {
            throw new IllegalArgumentException("A file may have at least one byte, not " + fileBytes);
        }
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("Bytes per second are 0, for no limit, or more, not " + bytesPerSecond);
        }
    }

    /// With files of any size.
    public ClientLimits(int uploads, int connections, int bytesPerSecond, Duration averagedOver) {
        this(uploads, connections, bytesPerSecond, averagedOver, Long.MAX_VALUE);
    }

    public ClientLimits withUploads(int number) {
        return new ClientLimits(number, connections, bytesPerSecond, averagedOver, fileBytes);
    }

    public ClientLimits withFileBytes(long most) {
        return new ClientLimits(uploads, connections, bytesPerSecond, averagedOver, most);
    }
}
