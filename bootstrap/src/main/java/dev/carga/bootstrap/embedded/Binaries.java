package dev.carga.bootstrap.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// PostgreSQL's own programs, unpacked from the archive in Carga's jar into the home folder.
record Binaries(Path folder, String version) {
    /// Holds their version; a resource in the package of this class.
    static final String PROPERTIES = "postgres.properties";
    private static final int OWNER_EXECUTES = 0100;
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    int major() {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    static Binaries bundled(Path home) throws IOException {
        var properties = new Properties();
        try (InputStream in = Binaries.class.getResourceAsStream(PROPERTIES)) {
            properties.load(Objects.requireNonNull(in, PROPERTIES + " is not in the jar"));
        }
        String version = properties.getProperty("version", "");
        return new Binaries(home.resolve("postgres-" + version), version);
    }

    boolean unpacked() {
        return Files.isDirectory(folder);
    }

    /// Unpacks, and replaces programs that exist already. The folder gets its name last, so that an interrupted
    /// start leaves no incomplete PostgreSQL under it. Nothing is synced to disk, which would double the time:
    /// after a power cut the programs may exist and be empty, and [EmbeddedPostgres] then unpacks again. Only the
    /// holder of the [HomeLock] may call this.
    void unpack() throws IOException {
        Path unfinished = folder.resolveSibling("postgres-unpacking");
        Folders.delete(unfinished);
        Files.createDirectories(unfinished);
        try (InputStream in = Platform.current().open();
                var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, unfinished);
            }
        }
        Folders.delete(folder);
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("The archive of PostgreSQL has an entry outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        if (entry.getName().endsWith(".a")) {
            return; // Static libraries, for compiling against PostgreSQL.
        }
        Files.createDirectories(path.resolve("..").normalize());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, path);
        if ((entry.getMode() & OWNER_EXECUTES) != 0) {
            Files.setPosixFilePermissions(path, EXECUTABLE);
        }
    }
}
