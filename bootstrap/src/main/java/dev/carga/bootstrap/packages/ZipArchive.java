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

/// A zip archive, read from its begin to its end: it comes so.
///
/// What the library does not look at is looked at here: the sum and the length of each entry, which stand in
/// front of it or behind, and are compared before the end of its content is told; and whether the archive ends
/// with its last record, and that one tells of as many entries as there were.
final class ZipArchive implements Unpacker.Archive {

    /// Windows and DOS write names so where they do not say that it is UTF-8; CP437 has the same letters in the
    /// same places, of those of Portuguese that it has.
    private static final String NAMES = "IBM850";

    private static final Set<Integer> METHODS = Set.of(
            ZipEntry.STORED, ZipEntry.DEFLATED, ZipMethod.ENHANCED_DEFLATED.getCode(), ZipMethod.BZIP2.getCode());

    /// An entry that is stored as it is, with its length behind it, is looked through for its end, and held in
    /// memory.
    private static final long MOST_OF_UNKNOWN_LENGTH = 8 << 20;

    private final ZipEnd end;
    private final PackedSource source;
    private final WholeZip zip;
    private int entries;
    private @Nullable Content content;

    /// Behind the one at hand; known as soon as that is read to its end.
    private @Nullable ZipArchiveEntry following;

    private boolean isAhead;

    ZipArchive(InputStream packed) {
        end = new ZipEnd(packed);
        source = new PackedSource(end);
        zip = new WholeZip(source);
    }

    @Override
    public Unpacker.@Nullable Entry next() throws IOException {
        if (!isAhead) {
            goOn();
        }
        isAhead = false;
        ZipArchiveEntry entry = following;
        if (entry == null) {
            content = null;
            return null;
        }
        requireReadable(entry);
        content = new Content(entry);
        return new Unpacker.Entry(path(entry), entry.isDirectory());
    }

    /// Some programs write UTF-8 and do not say so.
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
            throw new IllegalStateException("There is no entry at hand");
        }
        return content;
    }

    private void goOn() throws IOException {
        source.allow(PackedSource.ANY);
        try {
            following = zip.getNextEntry();
            if (following == null) {
                requireEnd();
            }
            entries++;
        } catch (IOException | RuntimeException e) {
            throw source.explain(e);
        }
        isAhead = true;
    }

    private void requireEnd() throws IOException {
        boolean more = zip.hasMore();
        if (!more && !end.isThere()) {
            throw new PackageException(Stop.TRUNCATED, null);
        }
        if (more || !end.tellsOf(entries)) {
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
        boolean lengthIsBehind = entry.getGeneralPurposeBit().usesDataDescriptor();
        source.allow(
                entry.getMethod() == ZipEntry.STORED && lengthIsBehind ? MOST_OF_UNKNOWN_LENGTH : PackedSource.ANY);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static final class WholeZip extends ZipArchiveInputStream {

        WholeZip(InputStream archive) {
            super(archive, NAMES, true, true);
        }

        /// A second archive behind the first would not be read.
        boolean hasMore() throws IOException {
            return in.read() >= 0;
        }
    }

    /// Of one entry.
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
                goOn();
                requireWhole();
            } else {
                sum.update(bytes, from, read);
                length += read;
            }
            return read;
        }

        /// What stands behind an entry is known once the next is.
        private void requireWhole() throws PackageException {
            if (entry.getCrc() != sum.getValue() || entry.getSize() != length) {
                throw new PackageException(Stop.DAMAGED, null);
            }
        }
    }
}
