package dev.carga.application.check;

import dev.carga.application.receive.FileName;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.Unpacker;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.FileKind;
import dev.carga.domain.layout.Packing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Unpacks the first bytes of a file as far as possible. For [ReceiveFile] they would be a truncated file;
/// here it is known that they end too early.
public final class FileStart {

    /// How many bytes of text are unpacked. Its first lines are shown, and less is enough to recognise it.
    static final int MAX_TEXT = 512 << 10;

    private static final int CHUNK_BYTES = 8 << 10;

    /// The beginnings of entries' paths in an archive that is a workbook or a document: ECMA-376 and ODF.
    private static final List<String> OFFICE_PATHS =
            List.of("[Content_Types].xml", "mimetype", "_rels/", "docProps/", "xl/", "META-INF/");

    private final Unpacker unpacker;

    public FileStart(Unpacker unpacker) {
        this.unpacker = unpacker;
    }

    /// The text of the head: only whole lines, if it has a line end.
    ///
    /// @param file  with the name and the packings of this text
    /// @param bytes not copied
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Text(FileToCheck file, byte[] bytes) {}

    /// Unpacks a head. If that gives no bytes, the text is the head itself: reading that shows why.
    Text of(FileToCheck file, byte[] head) {
        Text text = new Text(file, head);
        for (int i = 0; i < ReceiveFile.MAX_PACKINGS; i++) {
            FileKind kind = FileKind.of(text.bytes(), Math.min(text.bytes().length, FileKind.HEAD_BYTES));
            Text inner = switch (kind) {
                case GZIP -> unpacked(text, Packing.GZIP);
                case ZSTD -> unpacked(text, Packing.ZSTD);
                case ZIP -> firstEntry(text);
                default -> new Text(text.file(), Arrays.copyOf(text.bytes(), wholeLines(text.bytes())));
            };
            if (inner.file().packings().equals(text.file().packings())) {
                return inner;
            }
            text = inner;
        }
        return text;
    }

    private Text unpacked(Text packed, Packing packing) {
        InputStream head = new ByteArrayInputStream(packed.bytes());
        byte[] bytes;
        try (InputStream unpacked = packing == Packing.GZIP ? unpacker.gzip(head) : unpacker.zstd(head)) {
            bytes = readAvailable(unpacked);
        } catch (IOException _) {
            return packed;
        }
        return bytes.length == 0
                ? packed
                : new Text(layer(packed.file(), packed.file().name(), packing), bytes);
    }

    private Text firstEntry(Text archive) {
        try (Unpacker.Archive zip = unpacker.zip(new ByteArrayInputStream(archive.bytes()))) {
            for (Unpacker.@Nullable Entry entry = zip.next(); entry != null; entry = zip.next()) {
                String path = entry.path();
                if (OFFICE_PATHS.stream().anyMatch(path::startsWith)) {
                    return archive;
                }
                String name = FileName.of(path);
                if (!entry.folder() && !ReceiveFile.isOfTheSystem(path, name)) {
                    byte[] bytes = readAvailable(zip.content());
                    return bytes.length == 0
                            ? archive
                            : new Text(layer(archive.file(), archive.file().name() + "/" + name, Packing.ZIP), bytes);
                }
            }
        } catch (IOException _) {
            // Reading the archive as a file shows what is wrong with it.
        }
        return archive;
    }

    private static FileToCheck layer(FileToCheck file, String name, Packing packing) {
        List<Packing> packings = new ArrayList<>(file.packings());
        packings.add(packing);
        return file.unpacked(name, packings);
    }

    /// Reads to the end, or to the first byte that cannot be read.
    private static byte[] readAvailable(InputStream unpacked) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            for (int read = unpacked.read(chunk); read >= 0; read = unpacked.read(chunk)) {
                text.write(chunk, 0, Math.min(read, MAX_TEXT - text.size()));
                if (text.size() == MAX_TEXT) {
                    break;
                }
            }
        } catch (IOException _) {
            // The head ends in the middle of the packed data.
        }
        return text.toByteArray();
    }

    /// How many bytes are whole lines; all of them if there is no line end.
    private static int wholeLines(byte[] text) {
        int zeros = 0;
        for (byte b : text) {
            zeros += b == 0 ? 1 : 0;
        }
        boolean wide = zeros > text.length / 4;
        int end = wide ? endOfLastWideLine(text) : Math.max(endOfLast(text, '\n'), 0);
        if (end == 0 && !wide) {
            end = Math.max(endOfLast(text, '\r'), 0);
        }
        return end == 0 ? text.length : end;
    }

    private static int endOfLast(byte[] text, char lineEnd) {
        int end = text.length;
        while (end > 0 && text[end - 1] != lineEnd) {
            end--;
        }
        return end;
    }

    /// In UTF-16 of either order a line feed is two bytes, of which one is 0.
    private static int endOfLastWideLine(byte[] text) {
        for (int end = text.length / 2 * 2; end > 0; end -= 2) {
            if ((text[end - 2] == '\n' && text[end - 1] == 0) || (text[end - 2] == 0 && text[end - 1] == '\n')) {
                return end;
            }
        }
        return 0;
    }
}
