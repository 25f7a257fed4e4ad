package dev.carga.bootstrap.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Builds packages.
final class Packed {

    /// From the general purpose flags of an entry.
    static final int ENCRYPTED = 1;

    static final int LENGTH_BEHIND = 8;
    static final int NAME_IN_UTF8 = 0x800;

    private static final int ANY_VERSION = 45;

    private Packed() {}

    private interface Writing {
        void to(ByteArrayOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static byte[] all(byte[]... pieces) {
        return written(out -> {
            for (byte[] piece : pieces) {
                out.write(piece);
            }
        });
    }

    static byte[] gzip(byte[] content) {
        return written(out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
            }
        });
    }

    /// With a checksum.
    static byte[] zstd(byte[] content) {
        return written(out -> {
            try (ZstdOutputStream zstd = new ZstdOutputStream(out).setChecksum(true)) {
                zstd.write(content);
            }
        });
    }

    /// With names in UTF-8, and lengths behind the entries.
    static byte[] zip(Object... namesAndContents) {
        return written(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (int i = 0; i < namesAndContents.length; i += 2) {
                    zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                    zip.write((byte[]) namesAndContents[i + 1]);
                    zip.closeEntry();
                }
            }
        });
    }

    static byte[] zip(Charset names, String name, byte[] content) {
        return written(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out, names)) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
                zip.closeEntry();
            }
        });
    }

    /// An entry without compression.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(byte[] name, int bits, int method, byte[] content) {

        static Stored of(String name, int bits, byte[] content) {
            return new Stored(name.getBytes(UTF_8), bits, ZipEntry.STORED, content);
        }

        private int sum() {
            CRC32 sum = new CRC32();
            sum.update(content);
            return (int) sum.getValue();
        }

        private void putSizes(ByteBuffer record, boolean told) {
            record.putInt(told ? sum() : 0).putInt(told ? content.length : 0).putInt(told ? content.length : 0);
        }

        private byte[] local() {
            boolean behind = (bits & LENGTH_BEHIND) != 0;
            ByteBuffer record = buffer(30 + name.length + content.length + (behind ? 16 : 0));
            record.putInt(0x04034B50).putShort((short) ANY_VERSION).putShort((short) bits);
            record.putShort((short) method).putInt(0x5B7E6000);
            putSizes(record, !behind);
            record.putShort((short) name.length).putShort((short) 0).put(name).put(content);
            if (behind) {
                record.putInt(0x08074B50);
                putSizes(record, true);
            }
            return all(record);
        }

        private byte[] central(int place) {
            ByteBuffer record = buffer(46 + name.length);
            record.putInt(0x02014B50).putShort((short) ANY_VERSION).putShort((short) ANY_VERSION);
            record.putShort((short) bits).putShort((short) method).putInt(0x5B7E6000);
            putSizes(record, true);
            record.putShort((short) name.length).position(42).putInt(place).put(name);
            return all(record);
        }
    }

    /// All bytes of a buffer.
    private static byte[] all(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.rewind().get(bytes);
        return bytes;
    }

    static byte[] zip(Stored... entries) {
        return written(out -> {
            List<byte[]> directory = new ArrayList<>();
            for (Stored entry : entries) {
                directory.add(entry.central(out.size()));
                out.write(entry.local());
            }
            int begin = out.size();
            for (byte[] record : directory) {
                out.write(record);
            }
            ByteBuffer end = buffer(22).putInt(0x06054B50).putInt(0);
            end.putShort((short) entries.length).putShort((short) entries.length);
            out.write(all(end.putInt(out.size() - begin).putInt(begin)));
        });
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
