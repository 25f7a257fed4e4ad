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

/// As whom PostgreSQL runs. It refuses to run as root, and containers like to be root.
///
/// An ordinary user runs it as it is. For root there are two ways, tried in this order:
///
/// 1. `unshare -U`: in a user namespace of its own the process looks like nobody from the inside, and is still
///    root, and the owner of its files, from the outside. Many containers and hardened kernels forbid it.
/// 2. another user, `nobody`, through `setpriv` or `su`. The data folder then belongs to that user, who must
///    also be able to reach it: a home under /root will not do.
sealed interface Identity {
    String OTHER_USER = "nobody";

    /// The command line that runs these words as this identity.
    List<String> running(List<String> words);

    /// Makes the folder the identity's own. A folder may come from a start that ran under another identity.
    void own(Path folder) throws IOException;

    /// A process that keeps its user, wrapped or not.
    record Same(List<String> wrapper) implements Identity {
        @Override
        public List<String> running(List<String> words) {
            return joined(wrapper, words);
        }

        @Override
        public void own(Path folder) throws IOException {
            var self = new UnixSystem();
            if (self.getUid() == 0) {
                give(folder, 0, 0);
            }
        }
    }

    record Other(List<String> wrapper, int uid, int gid) implements Identity {
        @Override
        public List<String> running(List<String> words) {
            return joined(wrapper, words);
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

    /// The second way alone, for root.
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
        var outcome = Command.run(home, "", List.of("id", which, OTHER_USER));
        if (!outcome.succeeded()) {
            throw cannotLeaveRoot();
        }
        return Integer.parseInt(outcome.output());
    }

    private static boolean works(Identity identity, Path home) throws InterruptedException {
        try {
            return Command.run(home, "", identity.running(List.of("true"))).succeeded();
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private static StartupException cannotLeaveRoot() {
        return new StartupException(
                "PostgreSQL refuses to run as root, and here neither a user namespace (unshare -U) nor"
                        + " the user " + OTHER_USER
                        + " (setpriv, su) can be had: start Carga as an ordinary user, or give it a"
                        + " PostgreSQL server of your own.");
    }

    private static List<String> joined(List<String> wrapper, List<String> words) {
        var all = new ArrayList<>(wrapper);
        all.addAll(words);
        return List.copyOf(all);
    }

    private static void give(Path folder, int uid, int gid) throws IOException {
        if (Integer.valueOf(uid).equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
            return;
        }
        // The folder itself comes last: cut short, the next start sees the old owner and does it again.
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
