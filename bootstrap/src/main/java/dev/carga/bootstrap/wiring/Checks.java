package dev.carga.bootstrap.wiring;

import dev.carga.application.check.CheckFile;
import dev.carga.application.check.FileStart;
import dev.carga.application.check.PreviewFile;
import dev.carga.application.check.SeenCpfs;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.Unpacker;
import dev.carga.application.receive.WorkbookReader;
import dev.carga.bootstrap.packages.CompressUnpacker;
import dev.carga.bootstrap.workbook.StaxWorkbookReader;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.layout.CuttingRules;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/// The use cases that check files without loading them, wired without a database, a queue, or settings.
public final class Checks {

    /// How far a preview's 256 KiB may expand: any HTTP client may ask for one.
    private static final UnpackingLimits PREVIEW_LIMITS = new UnpackingLimits(200, 4 << 20, 20, 16 << 20);

    /// Small parts, since previews share the heap with the files that are received.
    private static final CuttingRules PREVIEW_PARTS = new CuttingRules(500, 128 << 10, 64 << 10);

    private Checks() {}

    /// For whole files of any size, as in `carga check`.
    public static CheckFile ofFiles() {
        Unpacker unpacker = new CompressUnpacker();
        WorkbookReader workbooks = StaxWorkbookReader.ofThisMachine();
        return new CheckFile(
                receiveUpload -> new ReceiveFile(receiveUpload, unpacker, workbooks, UnpackingLimits.DEFAULT),
                CuttingRules.DEFAULT,
                RoaringSeenCpfs::new,
                () -> DateRange.until(LocalDate.now(ZoneOffset.UTC)));
    }

    /// For the first bytes of a file, as in `POST /api/v1/previews`.
    ///
    /// @param dates the dates that a purchase may have, read for each file
    static PreviewFile previews(Supplier<DateRange> dates) {
        Unpacker unpacker = new CompressUnpacker();
        WorkbookReader workbooks = StaxWorkbookReader.ofThisMachine();
        CheckFile check = new CheckFile(
                receiveUpload -> new ReceiveFile(receiveUpload, unpacker, workbooks, PREVIEW_LIMITS),
                PREVIEW_PARTS,
                SeenCpfs::ofFew,
                dates);
        return new PreviewFile(check, new FileStart(unpacker));
    }
}
