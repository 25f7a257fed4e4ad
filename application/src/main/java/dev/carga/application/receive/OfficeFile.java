package dev.carga.application.receive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.carga.domain.layout.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;

/// Recognises the files of office programs by their first bytes.
final class OfficeFile {

    /// How many bytes of an archive are read for that: the header of its first entry, and that entry's name.
    static final int HEAD_BYTES = 512;

    /// The files that workbooks and documents have in their top folder: ECMA-376 and ODF. Programs write them
    /// in any order.
    private static final Set<String> FILES = Set.of(
            "[content_types].xml",
            "mimetype",
            "content.xml",
            "styles.xml",
            "meta.xml",
            "settings.xml",
            "manifest.rdf",
            "encrypted-package");

    private static final Set<String> FOLDERS = Set.of(
            "_rels",
            "docprops",
            "xl",
            "word",
            "ppt",
            "customxml",
            "meta-inf",
            "configurations2",
            "thumbnails",
            "visio");

    /// The stream of an OLE file that holds an encrypted workbook (MS-OFFCRYPTO 2.3.4.4).
    private static final byte[] ENCRYPTED_STREAM = "EncryptedPackage".getBytes(UTF_16LE);

    private static final int NAME_LENGTH_AT = 26;
    private static final int NAME_AT = 30;
    private static final int CHUNK_BYTES = 64 << 10;

    private OfficeFile() {}

    /// Whether an archive may be a workbook, by the name of its first entry. Only the directory at its end
    /// shows what it is.
    static boolean mayBeWorkbook(byte[] head, int length) {
        if (length < NAME_AT) {
            return false;
        }
        int nameLength = (head[NAME_LENGTH_AT] & 0xFF) | (head[NAME_LENGTH_AT + 1] & 0xFF) << 8;
        int end = Math.min(length, NAME_AT + nameLength);
        return isOffice(new String(head, NAME_AT, end - NAME_AT, ISO_8859_1));
    }

    static boolean isOffice(String entry) {
        String name = entry.replace('\\', '/').toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        return slash < 0 ? FILES.contains(name) : FOLDERS.contains(name.substring(0, slash));
    }

    /// Why an OLE file is refused: as an encrypted workbook, or as a file of another kind. The directory with
    /// the names of its streams may be anywhere in the file.
    ///
    /// @param maxBytes how many bytes are searched
    static FileRefusal refusalOfOle(InputStream content, long maxBytes) throws IOException {
        int keep = ENCRYPTED_STREAM.length - 1;
        byte[] chunk = new byte[keep + CHUNK_BYTES];
        int kept = 0;
        long read = 0;
        while (read < maxBytes) {
            int length = content.read(chunk, kept, CHUNK_BYTES);
            if (length < 0) {
                break;
            }
            read += length;
            int end = kept + length;
            if (contains(chunk, end, ENCRYPTED_STREAM)) {
                return FileRefusal.Reason.PROTECTED_WORKBOOK;
            }
            kept = Math.min(keep, end);
            System.arraycopy(chunk, end - kept, chunk, 0, kept);
        }
        return new FileRefusal.OtherKind(FileKind.OLE);
    }

    private static boolean contains(byte[] bytes, int length, byte[] wanted) {
        for (int i = 0; i + wanted.length <= length; i++) {
            int same = 0;
            while (same < wanted.length && bytes[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return true;
            }
        }
        return false;
    }
}
