package dev.carga.bootstrap.doctor;

import com.github.luben.zstd.Zstd;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.carga.domain.Nullable;
import java.io.File;
import java.lang.management.ManagementFactory;

/// The machine as this JVM sees it.
///
/// @param java       version and vendor
/// @param feature    the version's first number, such as 25
/// @param heap       its maximum size in bytes
/// @param memory     of the machine or the container, in bytes
/// @param openFiles  how many the process may have at the same time, sockets included
/// @param temporary  the folder for temporary files
/// @param zstd       why the library that compresses parts does not work; null if it does
record MachineFacts(
        String java,
        int feature,
        int processors,
        long heap,
        long memory,
        long openFiles,
        Folder temporary,
        @Nullable String zstd) {

    /// @param free bytes
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

    /// Its native library is unpacked into the folder for temporary files, which may be mounted with noexec.
    private static @Nullable String whyZstdFails() {
        try {
            byte[] _ = Zstd.compress(new byte[16]);
            return null;
        } catch (LinkageError | RuntimeException e) {
            return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
        }
    }
}
