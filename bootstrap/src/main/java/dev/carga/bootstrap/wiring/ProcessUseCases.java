package dev.carga.bootstrap.wiring;

import dev.carga.adapters.http.HttpServer;
import dev.carga.adapters.postgres.Database;
import dev.carga.application.RetryPolicy;
import dev.carga.application.control.RetryUpload;
import dev.carga.application.control.UploadControl;
import dev.carga.application.control.WithdrawUpload;
import dev.carga.application.dispatch.DispatchParts;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.TracingSender;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveFile.UnpackingLimits;
import dev.carga.application.receive.ReceiveResumable;
import dev.carga.application.receive.ReceiveUpload;
import dev.carga.application.receive.ReceivingMemory;
import dev.carga.application.receive.ReceivingMeter;
import dev.carga.application.report.FindPurchase;
import dev.carga.application.report.ReportIssues;
import dev.carga.application.report.ReportStatus;
import dev.carga.application.report.ReportUploads;
import dev.carga.bootstrap.packages.CompressUnpacker;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.bootstrap.workbook.StaxWorkbookReader;
import dev.carga.domain.dialect.DateRange;
import dev.carga.domain.upload.UploadId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/// The use cases of a process, wired to its database and queue.
///
/// @param forClients    those that clients call over HTTP, and commands in this process
/// @param sender        sends parts to the queue, each with its trace
/// @param dispatchParts fills an upload's window of parts that wait for workers
/// @param receiveUpload receives one file; part of those for clients
record ProcessUseCases(
        HttpServer.UseCases forClients,
        TracingSender sender,
        DispatchParts dispatchParts,
        ReceiveUpload receiveUpload) {

    /// A client that cancels or undoes an upload waits no longer than this. The rest runs in the background.
    private static final Duration WITHDRAWAL_WAIT = Duration.ofSeconds(3);

    static ProcessUseCases wire(
            Settings settings, ProcessPlan plan, Database database, PartQueue queue, ReceivingMeter meter) {
        SecureRandom traceIds = new SecureRandom();
        TracingSender sender = new TracingSender(queue, traceIds);
        DispatchParts dispatchParts = new DispatchParts(database.partBacklog(), sender, settings.window());
        ReceivingMemory memory = memory(settings, plan);
        ReceiveUpload.Ids ids = new ReceiveUpload.Ids(UploadId::random, traceIds);
        Supplier<DateRange> dates = () -> settings.receiving().dates(LocalDate.now(ZoneOffset.UTC));
        UnpackingLimits limits = unpackingLimits(plan);
        ReceiveUpload receiveUpload = new ReceiveUpload(
                new ReceiveUpload.Dependencies(
                        database.uploadStore(),
                        memory,
                        ids,
                        database.repeatedFiles(),
                        settings.receiving().repeatWindow(),
                        dates),
                dispatchParts::dispatch,
                RetryPolicy.FOR_A_CLIENT,
                meter);
        ReceiveResumable receiveResumable = new ReceiveResumable(
                new ReceiveResumable.Dependencies(
                        database.resumableStore(),
                        database.uploadStore(),
                        memory,
                        ids,
                        new ResumableDigests(),
                        dates,
                        limits.fileBytes(),
                        settings.receiving().resumableLife()),
                dispatchParts,
                RetryPolicy.FOR_A_CLIENT,
                meter);
        UploadControl control = database.uploadControl();
        HttpServer.UseCases forClients = new HttpServer.UseCases(
                new ReceiveFile(receiveUpload, new CompressUnpacker(), StaxWorkbookReader.ofThisMachine(), limits),
                receiveResumable,
                database.idempotencyStore(),
                new ReportStatus(database.uploadQueries(), RetryPolicy.FOR_A_CLIENT),
                new ReportUploads(database.uploadQueries(), RetryPolicy.FOR_A_CLIENT),
                new ReportIssues(database.uploadIssues(), RetryPolicy.FOR_A_CLIENT),
                new FindPurchase(database.purchaseLookup(), RetryPolicy.FOR_A_CLIENT),
                new WithdrawUpload(control, RetryPolicy.FOR_A_CLIENT, WITHDRAWAL_WAIT),
                new RetryUpload(control, dispatchParts, RetryPolicy.FOR_A_CLIENT),
                Checks.previews(dates));
        return new ProcessUseCases(forClients, sender, dispatchParts, receiveUpload);
    }

    private static ReceivingMemory memory(Settings settings, ProcessPlan plan) {
        long bytes = settings.receivingBytes(Runtime.getRuntime().maxMemory());
        int most = ReceivingMemory.mostUploads(settings.cutting(), bytes);
        int uploads = plan.http().map(http -> http.limits().uploads()).orElse(1);
        return new ReceivingMemory(settings.cutting(), bytes, Math.min(uploads, most));
    }

    private static UnpackingLimits unpackingLimits(ProcessPlan plan) {
        return plan.http()
                .map(http -> UnpackingLimits.DEFAULT.withFileBytes(http.limits().fileBytes()))
                .orElse(UnpackingLimits.DEFAULT);
    }
}
