package dev.carga.bootstrap.workbook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.FileRefusal.Reason;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.ReceiveResult.Stop;
import dev.carga.application.receive.WorkbookReader;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.Packing;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads workbooks by the JDK's own readers of zip and XML, a few at a time: each may hold many texts in memory,
/// and one more waits.
public final class StaxWorkbookReader implements WorkbookReader {

    /// Excel has 32,767 at most.
    static final int MOST_CELL_CHARS = 1 << 17;

    private static final String MIME_TYPE = "mimetype";
    private static final String MANIFEST = "META-INF/manifest.xml";
    private static final String SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet";
    private static final int LONGEST_MIME_TYPE = 200;
    private static final long MIB = 1 << 20;

    private final Bounds bounds;
    private final Path folder;
    private final Semaphore places;

    /// What workbooks may take.
    ///
    /// @param packedBytes of a workbook, on disk
    /// @param sharedBytes of memory, for the texts that its cells share
    /// @param atOnce      how many are read at the same time
    public record Bounds(long packedBytes, long sharedBytes, int atOnce) {}

    /// @param folder for temporary files
    public StaxWorkbookReader(Bounds bounds, Path folder) {
        this.bounds = bounds;
        this.folder = folder;
        this.places = new Semaphore(bounds.atOnce(), true);
    }

    /// With bounds that go by the heap: all together take a quarter of it.
    public static StaxWorkbookReader ofThisMachine() {
        long heap = Runtime.getRuntime().maxMemory();
        long shared = Math.clamp(heap / 8, 4 * MIB, 64 * MIB);
        int atOnce = (int) Math.clamp(heap / 4 / shared, 1L, 16L);
        return new StaxWorkbookReader(
                new Bounds(256 * MIB, shared, atOnce), Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Override
    public Opened open(InputStream packed, @Nullable String sheet, UnpackingLimits limits) throws IOException {
        Closing kept = new Closing();
        try {
            Opened opened = open(packed, sheet, limits, kept);
            if (opened instanceof Opened.Sheet || opened instanceof Opened.Archive) {
                kept.handOver();
            }
            return opened;
        } finally {
            kept.close();
        }
    }

    private Opened open(InputStream packed, @Nullable String sheet, UnpackingLimits limits, Closing kept)
            throws IOException {
        Spool spool = kept.add(Spool.of(packed, bounds.packedBytes(), folder));
        if (!spool.isWhole()) {
            return new Opened.NotRead(Reason.WORKBOOK_TOO_LARGE);
        }
        Directory directory = Directory.of(spool.file());
        if (directory.isMissing()) {
            return new Opened.Unreadable(Stop.TRUNCATED);
        }
        if (directory.isTooLarge()) {
            return new Opened.Archive(kept.attachedTo(spool.open()));
        }
        acquire();
        kept.add(new Place());
        try {
            ZipParts parts = kept.add(ZipParts.open(spool.file().toFile(), limits));
            Opened opened = look(parts, sheet, spool, kept);
            if (opened instanceof Opened.Sheet) {
                spool.unlink();
            }
            return opened;
        } catch (SharedTexts.TooManyException _) {
            return new Opened.NotRead(Reason.WORKBOOK_TOO_LARGE);
        } catch (ZipParts.ExpandsTooFarException _) {
            return new Opened.Unreadable(Stop.EXPANDS_TOO_FAR);
        } catch (IOException _) {
            return new Opened.Unreadable(Stop.DAMAGED);
        }
    }

    private Opened look(ZipParts parts, @Nullable String sheet, Spool spool, Closing kept) throws IOException {
        if (parts.has(MIME_TYPE) || parts.has(OdsRows.CONTENT)) {
            return lookAtOds(parts, sheet, spool, kept);
        }
        String main = XlsxBook.mainPath(parts);
        if (!parts.has(main)) {
            return new Opened.Archive(kept.attachedTo(spool.open()));
        }
        if (main.endsWith(".bin")) {
            return new Opened.NotRead(Reason.BINARY_WORKBOOK);
        }
        if (!XlsxBook.rootOf(parts, main).equals("workbook")) {
            return new Opened.NotRead(Reason.DOCUMENT_NOT_WORKBOOK);
        }
        XlsxBook book = XlsxBook.open(parts, main);
        int place = SheetChoice.of(book.sheets(), sheet);
        return place < 0
                ? new Opened.NotRead(new FileRefusal.UnknownSheet(SheetChoice.names(book.sheets())))
                : opened(Packing.XLSX, book.sheets(), place, book.rows(place, bounds.sharedBytes()), kept);
    }

    private static Opened lookAtOds(ZipParts parts, @Nullable String sheet, Spool spool, Closing kept)
            throws IOException {
        String type = mimeType(parts);
        if (type.isEmpty() && !parts.has(MANIFEST)) {
            return new Opened.Archive(kept.attachedTo(spool.open()));
        }
        if (!type.isEmpty() && !type.startsWith(SPREADSHEET)) {
            return new Opened.NotRead(Reason.DOCUMENT_NOT_WORKBOOK);
        }
        if (isEncrypted(parts)) {
            return new Opened.NotRead(Reason.PROTECTED_WORKBOOK);
        }
        @Nullable List<SheetChoice.Named> sheets = OdsRows.sheets(parts);
        if (sheets == null) {
            return new Opened.NotRead(Reason.DOCUMENT_NOT_WORKBOOK);
        }
        int place = SheetChoice.of(sheets, sheet);
        return place < 0
                ? new Opened.NotRead(new FileRefusal.UnknownSheet(SheetChoice.names(sheets)))
                : opened(Packing.ODS, sheets, place, OdsRows.of(parts, place), kept);
    }

    private static Opened opened(
            Packing packing, List<SheetChoice.Named> sheets, int place, SheetRows rows, Closing kept) {
        String name = SheetChoice.harmless(sheets.get(place).name());
        return new Opened.Sheet(packing, name, kept.attachedTo(new SheetText(rows)));
    }

    private static String mimeType(ZipParts parts) throws IOException {
        @Nullable InputStream content = parts.open(MIME_TYPE);
        if (content == null) {
            return "";
        }
        try (content) {
            return new String(content.readNBytes(LONGEST_MIME_TYPE), ISO_8859_1).strip();
        }
    }

    private static boolean isEncrypted(ZipParts parts) throws IOException {
        @Nullable InputStream manifest = parts.open(MANIFEST);
        if (manifest == null) {
            return false;
        }
        try (XmlReader xml = new XmlReader(manifest)) {
            while (xml.nextElement()) {
                if (xml.name().equals("encryption-data")) {
                    return true;
                }
            }
        }
        return false;
    }

    private void acquire() throws InterruptedIOException {
        try {
            places.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while it waited to be read");
        }
    }

    /// A place among those that read at the same time.
    private final class Place implements Closeable {
        private final AtomicBoolean taken = new AtomicBoolean(true);

        @Override
        public void close() {
            if (taken.getAndSet(false)) {
                places.release();
            }
        }
    }

    /// What is to be closed, the last first.
    private static final class Closing implements Closeable {

        private final Deque<Closeable> open = new ArrayDeque<>();
        private boolean handedOver;

        <C extends Closeable> C add(C resource) {
            open.push(resource);
            return resource;
        }

        /// A stream that closes all of it.
        InputStream attachedTo(InputStream content) {
            add(content);
            return new FilterInputStream(content) {
                @Override
                public void close() throws IOException {
                    closeAll();
                }
            };
        }

        /// From here on another closes it.
        void handOver() {
            handedOver = true;
        }

        @Override
        public void close() throws IOException {
            if (!handedOver) {
                closeAll();
            }
        }

        private void closeAll() throws IOException {
            IOException failure = null;
            while (!open.isEmpty()) {
                try {
                    open.pop().close();
                } catch (IOException e) {
                    failure = failure == null ? e : failure;
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
