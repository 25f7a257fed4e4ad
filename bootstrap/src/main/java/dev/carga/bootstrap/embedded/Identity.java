package dev.carga.bootstrap.embedded;

import com.sun.security.auth.module.UnixSystem;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// The operating system's user under which PostgreSQL runs. It refuses to run as root, which is the usual user in
/// containers.
///
/// For an ordinary user nothing changes. For root there are two ways, tried in this order:
///
/// 1. `unshare -U`: in a new user namespace the process sees itself as `nobody`, but outside it is still root,
///    and the owner of its files. Many containers and hardened kernels forbid this.
/// 2. the user `nobody`, through `setpriv` or `su`. The data folder then belongs to that user, which must also be
///    able to reach it: a home under /root does not work.
sealed interface Identity {
    String OTHER_USER = "nobody";

    /// The command line that runs a command with this identity.
    List<String> running(List<String> command);

    /// Makes the identity the owner of a folder, which may come from a start with another identity.
    void own(Path folder) throws IOException;

    /// Keeps the user.
    ///
    /// @param wrapper the command that starts a user namespace; empty if none is needed
    record Same(List<String> wrapper) implements Identity {
        @Override
        public List<String> running(List<String> command) {
            return joined(wrapper, command);
        }

        @Override
        public void own(Path folder) throws IOException {
            var self = new UnixSystem();
            if (self.getUid() == 0) {
                give(folder, 0, 0);
            }
        }
    }

    /// Switches to another user.
    ///
    /// @param wrapper the command that switches
    record Other(List<String> wrapper, int uid, int gid) implements Identity {
        @Override
        public List<String> running(List<String> command) {
            return joined(wrapper, command);
        }

        @Override
        public void own(Path folder) throws IOException {
            give(folder, uid, gid);
        }
    }

    static Identity find(Path home) throws IOException, InterruptedException {
        if (new UnixSystem().getUid() != 0) {
            return new Same(List.of());
        }
        var namespace = new Same(List.of("unshare", "-U"));
        return works(namespace, home) ? namespace : other(home);
    }

    /// The second way only. Only root may call this.
    static Identity other(Path home) throws IOException, InterruptedException {
        int uid = number(home, "-u");
        int gid = number(home, "-g");
        var ways = List.of(
                List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--"),
                List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", OTHER_USER));
        for (List<String> way : ways) {
            var identity = new Other(way, uid, gid);
            if (works(identity, home)) {
                return identity;
            }
        }
        throw cannotLeaveRoot();
    }

    private static int number(Path home, String which) throws IOException, InterruptedException {
        var result = ExternalProgram.run(home, "", List.of("id", which, OTHER_USER));
        if (!result.succeeded()) {
            throw cannotLeaveRoot();
        }
        return Integer.parseInt(result.output());
    }

    private static boolean works(Identity identity, Path home) throws InterruptedException {
        try {
            return ExternalProgram.run(home, "", identity.running(List.of("true")))
                    .succeeded();
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private static StartupException cannotLeaveRoot() {
        return new StartupException("PostgreSQL refuses to run as root, and neither a user namespace (unshare -U) nor"
                + " the user " + OTHER_USER
                + " (setpriv, su) is available here: start Carga as an ordinary user, or give it a"
                + " PostgreSQL server of your own.");
    }

    private static List<String> joined(List<String> wrapper, List<String> command) {
        var all = new ArrayList<>(wrapper);
        all.addAll(command);
        return List.copyOf(all);
    }

    private static void give(Path folder, int uid, int gid) throws IOException {
        if (Integer.valueOf(uid).equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
            return;
        }
        // The folder itself comes last: after an interruption, the next start sees the old owner and repeats
        // this.
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return giveOne(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                return giveOne(inner);
            }

            private FileVisitResult giveOne(Path path) throws IOException {
                Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
