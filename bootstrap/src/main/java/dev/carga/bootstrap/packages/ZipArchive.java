package dev.carga.bootstrap.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.Unpacker;
import dev.carga.application.receive.Unpacker.PackageException;
import dev.carga.domain.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/// A zip archive, read as a stream, from beginning to end.
///
/// Checks what the library does not: the checksum and the length of each entry, which are stored before or behind
/// its content, before the end of the content is reported; and that the archive ends with its end record, and
/// that the record counts as many entries as there were.
final class ZipArchive implements Unpacker.Archive {

    /// The encoding of names on Windows and DOS, unless they are flagged as UTF-8. CP437 encodes those letters of
    /// Portuguese that it has in the same way.
    private static final String NAMES = "IBM850";

    private static final Set<Integer> METHODS = Set.of(
            ZipEntry.STORED, ZipEntry.DEFLATED, ZipMethod.ENHANCED_DEFLATED.getCode(), ZipMethod.BZIP2.getCode());

    /// The library searches an uncompressed entry whose length follows it for its end, and holds it in memory.
    private static final long MAX_OF_UNKNOWN_LENGTH = 8 << 20;

    private final ZipEnd end;
    private final PackedSource source;
    private final WholeZip zip;
    private int entries;
    private @Nullable Content content;

    /// The entry behind the current one; known once the current one has been read to its end.
    private @Nullable ZipArchiveEntry following;

    private boolean followingIsKnown;

    ZipArchive(InputStream packed) {
        end = new ZipEnd(packed);
        source = new PackedSource(end);
        zip = new WholeZip(source);
    }

    @Override
    public Unpacker.@Nullable Entry next() throws IOException {
        if (!followingIsKnown) {
            readFollowing();
        }
        followingIsKnown = false;
        ZipArchiveEntry entry = following;
        if (entry == null) {
            content = null;
            return null;
        }
        requireReadable(entry);
        content = new Content(entry);
        return new Unpacker.Entry(path(entry), entry.isDirectory());
    }

    /// Some programs write UTF-8 without the flag for it.
    private static String path(ZipArchiveEntry entry) {
        byte[] raw = entry.getRawName();
        if (raw == null || entry.getNameSource() != ZipArchiveEntry.NameSource.NAME) {
            return entry.getName();
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException _) {
            return entry.getName();
        }
    }

    @Override
    public InputStream content() {
        if (content == null) {
            throw new IllegalStateException("There is no current entry");
        }
        return content;
    }

    private void readFollowing() throws IOException {
        source.allow(PackedSource.UNLIMITED);
        try {
            following = zip.getNextEntry();
            if (following == null) {
                requireEnd();
            }
            entries++;
        } catch (IOException | RuntimeException e) {
            throw source.explain(e);
        }
        followingIsKnown = true;
    }

    private void requireEnd() throws IOException {
        boolean more = zip.hasMore();
        if (!more && !end.isComplete()) {
            throw new PackageException(Stop.TRUNCATED, null);
        }
        if (more || !end.counts(entries)) {
            throw new PackageException(Stop.DAMAGED, null);
        }
    }

    private void requireReadable(ZipArchiveEntry entry) throws PackageException {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new PackageException(Stop.ENCRYPTED, null);
        }
        if (!METHODS.contains(entry.getMethod()) || !zip.canReadEntryData(entry)) {
            throw new PackageException(Stop.UNSUPPORTED, null);
        }
        boolean lengthFollows = entry.getGeneralPurposeBit().usesDataDescriptor();
        source.allow(
                entry.getMethod() == ZipEntry.STORED && lengthFollows ? MAX_OF_UNKNOWN_LENGTH : PackedSource.UNLIMITED);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static final class WholeZip extends ZipArchiveInputStream {

        WholeZip(InputStream archive) {
            super(archive, NAMES, true, true);
        }

        /// Such as a second archive, which would not be read.
        boolean hasMore() throws IOException {
            return in.read() >= 0;
        }
    }

    /// The content of one entry.
    private final class Content extends BlockInputStream {

        private final ZipArchiveEntry entry;
        private final CRC32 sum = new CRC32();
        private long length;
        private boolean ended;

        Content(ZipArchiveEntry entry) {
            this.entry = entry;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            if (ended) {
                return -1;
            }
            int read;
            try {
                read = zip.read(bytes, from, most);
            } catch (IOException | RuntimeException e) {
                throw source.explain(e);
            }
            if (read < 0) {
                ended = true;
                readFollowing();
                requireWhole();
            } else {
                sum.update(bytes, from, read);
                length += read;
            }
            return read;
        }

        /// The record behind an entry has been read once the next entry is known.
        private void requireWhole() throws PackageException {
            if (entry.getCrc() != sum.getValue() || entry.getSize() != length) {
                throw new PackageException(Stop.DAMAGED, null);
            }
        }
    }
}
