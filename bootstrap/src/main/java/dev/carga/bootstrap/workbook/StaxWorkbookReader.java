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

/// Reads workbooks with the JDK's readers of zip and XML, a few at a time, since each may hold many texts in
/// memory. Further ones wait.
public final class StaxWorkbookReader implements WorkbookReader {

    /// Excel allows 32,767.
    static final int MAX_CELL_CHARS = 1 << 17;

    private static final String MIME_TYPE = "mimetype";
    private static final String MANIFEST = "META-INF/manifest.xml";
    private static final String SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet";
    private static final int MAX_MIME_TYPE = 200;
    private static final long MIB = 1 << 20;

    private final WorkbookLimits workbookLimits;
    private final Path folder;
    private final Semaphore permits;

    /// What workbooks may use.
    ///
    /// @param packedBytes of disk, per workbook
    /// @param sharedBytes of memory, for the shared strings of a workbook
    /// @param atOnce      how many are read at the same time
    public record WorkbookLimits(long packedBytes, long sharedBytes, int atOnce) {}

    /// @param folder for temporary files
    public StaxWorkbookReader(WorkbookLimits limits, Path folder) {
        this.workbookLimits = limits;
        this.folder = folder;
        this.permits = new Semaphore(limits.atOnce(), true);
    }

    /// With limits that depend on the heap: all workbooks together take a quarter of it.
    public static StaxWorkbookReader ofThisMachine() {
        long heap = Runtime.getRuntime().maxMemory();
        long shared = Math.clamp(heap / 8, 4 * MIB, 64 * MIB);
        int atOnce = (int) Math.clamp(heap / 4 / shared, 1L, 16L);
        return new StaxWorkbookReader(
                new WorkbookLimits(256 * MIB, shared, atOnce), Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Override
    public Opened open(InputStream packed, @Nullable String sheet, UnpackingLimits limits) throws IOException {
        Resources resources = new Resources();
        try {
            Opened opened = open(packed, sheet, limits, resources);
            if (opened instanceof Opened.Sheet || opened instanceof Opened.Archive) {
                resources.handOver();
            }
            return opened;
        } finally {
            resources.close();
        }
    }

    private Opened open(InputStream packed, @Nullable String sheet, UnpackingLimits limits, Resources resources)
            throws IOException {
        Spool spool = resources.add(Spool.of(packed, workbookLimits.packedBytes(), folder));
        if (!spool.isWhole()) {
            return new Opened.NotRead(Reason.WORKBOOK_TOO_LARGE);
        }
        ZipDirectory directory = ZipDirectory.of(spool.file());
        if (directory.isMissing()) {
            return new Opened.Unreadable(Stop.TRUNCATED);
        }
        if (directory.isTooLarge()) {
            return new Opened.Archive(resources.attachedTo(spool.open()));
        }
        acquire();
        resources.add(new Permit());
        try {
            ZipParts parts = resources.add(ZipParts.open(spool.file().toFile(), limits));
            Opened opened = openParts(parts, sheet, spool, resources);
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

    private Opened openParts(ZipParts parts, @Nullable String sheet, Spool spool, Resources resources)
            throws IOException {
        if (parts.has(MIME_TYPE) || parts.has(OdsRows.CONTENT)) {
            return openOds(parts, sheet, spool, resources);
        }
        String main = XlsxBook.mainPath(parts);
        if (!parts.has(main)) {
            return new Opened.Archive(resources.attachedTo(spool.open()));
        }
        if (main.endsWith(".bin")) {
            return new Opened.NotRead(Reason.BINARY_WORKBOOK);
        }
        if (!XlsxBook.rootOf(parts, main).equals("workbook")) {
            return new Opened.NotRead(Reason.DOCUMENT_NOT_WORKBOOK);
        }
        XlsxBook book = XlsxBook.open(parts, main);
        int index = SheetChoice.of(book.sheets(), sheet);
        return index < 0
                ? new Opened.NotRead(new FileRefusal.UnknownSheet(SheetChoice.names(book.sheets())))
                : opened(Packing.XLSX, book.sheets(), index, book.rows(index, workbookLimits.sharedBytes()), resources);
    }

    private static Opened openOds(ZipParts parts, @Nullable String sheet, Spool spool, Resources resources)
            throws IOException {
        String type = mimeType(parts);
        if (type.isEmpty() && !parts.has(MANIFEST)) {
            return new Opened.Archive(resources.attachedTo(spool.open()));
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
        int index = SheetChoice.of(sheets, sheet);
        return index < 0
                ? new Opened.NotRead(new FileRefusal.UnknownSheet(SheetChoice.names(sheets)))
                : opened(Packing.ODS, sheets, index, OdsRows.of(parts, index), resources);
    }

    private static Opened opened(
            Packing packing, List<SheetChoice.Named> sheets, int index, SheetRows rows, Resources resources) {
        String name = SheetChoice.harmless(sheets.get(index).name());
        return new Opened.Sheet(packing, name, resources.attachedTo(new SheetText(rows)));
    }

    private static String mimeType(ZipParts parts) throws IOException {
        @Nullable InputStream content = parts.open(MIME_TYPE);
        if (content == null) {
            return "";
        }
        try (content) {
            return new String(content.readNBytes(MAX_MIME_TYPE), ISO_8859_1).strip();
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
            permits.acquire();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting to be read");
        }
    }

    /// Permission to read beside others.
    private final class Permit implements Closeable {
        private final AtomicBoolean taken = new AtomicBoolean(true);

        @Override
        public void close() {
            if (taken.getAndSet(false)) {
                permits.release();
            }
        }
    }

    /// Resources that are closed in the opposite order of opening.
    private static final class Resources implements Closeable {

        private final Deque<Closeable> open = new ArrayDeque<>();
        private boolean handedOver;

        <C extends Closeable> C add(C resource) {
            open.push(resource);
            return resource;
        }

        /// A stream that closes all resources when it is closed.
        InputStream attachedTo(InputStream content) {
            add(content);
            return new FilterInputStream(content) {
                @Override
                public void close() throws IOException {
                    closeAll();
                }
            };
        }

        /// From now on the stream of [#attachedTo] closes them.
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
