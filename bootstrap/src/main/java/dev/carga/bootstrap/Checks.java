package dev.carga.bootstrap;

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

/// Looking at files without loading them: wired without a database, a queue, or settings.
public final class Checks {

    /// What an upload of 256 KiB may become, for whoever asks over HTTP.
    private static final UnpackingLimits OF_PREVIEWS = new UnpackingLimits(200, 4 << 20, 20, 16 << 20);

    /// Small parts: a few files are looked at beside all those that are received.
    private static final CuttingRules PARTS_OF_PREVIEWS = new CuttingRules(500, 128 << 10, 64 << 10);

    private Checks() {}

    /// For files of any size, as `carga check` takes them.
    public static CheckFile ofFiles() {
        Unpacker unpacker = new CompressUnpacker();
        WorkbookReader workbooks = StaxWorkbookReader.ofThisMachine();
        return new CheckFile(
                receiveUpload -> new ReceiveFile(receiveUpload, unpacker, workbooks, UnpackingLimits.DEFAULT),
                CuttingRules.DEFAULT,
                RoaringSeenCpfs::new,
                () -> DateRange.until(LocalDate.now(ZoneOffset.UTC)));
    }

    /// For the heads of files, as a server takes them.
    static PreviewFile previews(Supplier<DateRange> dates) {
        Unpacker unpacker = new CompressUnpacker();
        WorkbookReader workbooks = StaxWorkbookReader.ofThisMachine();
        CheckFile check = new CheckFile(
                receiveUpload -> new ReceiveFile(receiveUpload, unpacker, workbooks, OF_PREVIEWS),
                PARTS_OF_PREVIEWS,
                SeenCpfs::ofFew,
                dates);
        return new PreviewFile(check, new FileStart(unpacker));
    }
}
