package dev.carga.bootstrap.workbook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.domain.Nullable;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The files in a workbook, by name without regard to case. Not thread-safe.
final class ZipParts implements Closeable {

    private final ZipFile zip;
    private final long packedBytes;
    private final UnpackingLimits limits;
    private final Map<String, ZipEntry> parts = new HashMap<>();

    /// A part expands too far: a zip bomb.
    static final class ExpandsTooFarException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private ZipParts(ZipFile zip, long packedBytes, UnpackingLimits limits) {
        this.zip = zip;
        this.packedBytes = packedBytes;
        this.limits = limits;
    }

    static ZipParts open(File file, UnpackingLimits limits) throws IOException {
        // The names in a workbook that are read here are ASCII.
        ZipParts parts = new ZipParts(new ZipFile(file, ISO_8859_1), file.length(), limits);
        try {
            parts.list();
            return parts;
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private void list() throws IOException {
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (!entry.isDirectory() && parts.put(key(entry.getName()), entry) != null) {
                throw new ZipException("Two files with the same name");
            }
        }
    }

    private static String key(String name) {
        String path = name.replace('\\', '/').toLowerCase(Locale.ROOT);
        return path.startsWith("/") ? path.substring(1) : path;
    }

    boolean has(String name) {
        return parts.containsKey(key(name));
    }

    /// The content of a part, decompressed; null if there is no part of that name. Reads all of it once before,
    /// so that a changed byte is noticed before the content is used.
    @Nullable
    InputStream open(String name) throws IOException {
        ZipEntry entry = parts.get(key(name));
        if (entry == null) {
            return null;
        }
        long size = entry.getSize();
        if (size > limits.always() && size / limits.mostTimes() > packedBytes) {
            throw new ExpandsTooFarException();
        }
        verify(entry);
        return zip.getInputStream(entry);
    }

    /// As [#open(String)], for a part that must exist and is XML.
    XmlReader read(String name) throws IOException {
        InputStream content = open(name);
        if (content == null) {
            throw new IOException("A part of the workbook is missing");
        }
        return new XmlReader(content);
    }

    /// Compares the content with its checksum, which the JDK does only for streams.
    private void verify(ZipEntry entry) throws IOException {
        CRC32 sum = new CRC32();
        long count = 0;
        byte[] chunk = new byte[32 << 10];
        try (InputStream content = zip.getInputStream(entry)) {
            for (int length = content.read(chunk); length >= 0; length = content.read(chunk)) {
                count += length;
                if (count > entry.getSize()) {
                    throw new ZipException("A file is larger than its declared size");
                }
                sum.update(chunk, 0, length);
            }
        }
        if (count != entry.getSize() || sum.getValue() != entry.getCrc()) {
            throw new ZipException("A file does not match its checksum");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
