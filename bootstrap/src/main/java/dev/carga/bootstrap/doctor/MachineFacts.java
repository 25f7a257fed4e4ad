package dev.carga.bootstrap.doctor;

import com.github.luben.zstd.Zstd;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.carga.domain.Nullable;
import java.io.File;
import java.lang.management.ManagementFactory;

/// The machine as this JVM finds it.
///
/// @param heap      the most that it may grow to, in bytes
/// @param memory    that the machine or the container has, in bytes
/// @param openFiles that the process may have at once; sockets are among them
/// @param temporary the folder for temporary files, and what is free there
/// @param zstd      why the library that compresses parts does not work; null if it does
record MachineFacts(
        String java,
        int feature,
        int processors,
        long heap,
        long memory,
        long openFiles,
        Folder temporary,
        @Nullable String zstd) {

    /// A folder, or the place where it would be made.
    record Folder(String path, boolean writable, long free) {

        static Folder of(File folder) {
            return new Folder(folder.getPath(), folder.canWrite(), folder.getUsableSpace());
        }
    }

    static MachineFacts read() {
        Runtime runtime = Runtime.getRuntime();
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new MachineFacts(
                System.getProperty("java.version", "") + " (" + System.getProperty("java.vendor", "") + ")",
                Runtime.version().feature(),
                runtime.availableProcessors(),
                runtime.maxMemory(),
                system.getTotalMemorySize(),
                system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE,
                Folder.of(new File(System.getProperty("java.io.tmpdir", "/tmp"))),
                whyZstdFails());
    }

    /// Its library is unpacked into the folder for temporary files, from which nothing may be run on some
    /// machines.
    private static @Nullable String whyZstdFails() {
        try {
            byte[] _ = Zstd.compress(new byte[16]);
            return null;
        } catch (LinkageError | RuntimeException e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
        }
    }
}
