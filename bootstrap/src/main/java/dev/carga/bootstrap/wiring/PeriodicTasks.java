package dev.carga.bootstrap.wiring;

import dev.carga.adapters.http.Webhooks;
import dev.carga.adapters.http.settings.WebhookSettings;
import dev.carga.adapters.postgres.Database;
import dev.carga.application.control.FinishWithdrawals;
import dev.carga.application.dispatch.ResendLostParts;
import dev.carga.application.notify.NotifyEnded;
import dev.carga.application.receive.ExpireAbandonedUploads;
import dev.carga.bootstrap.settings.Settings;
import java.time.Duration;
import java.time.InstantSource;

/// Starts the periodic tasks of a process. Every process runs all of them, whatever its role, except webhooks.
final class PeriodicTasks {

    private static final Duration RESEND_PERIOD = Duration.ofSeconds(5);
    private static final Duration CLEANUP_PERIOD = Duration.ofMinutes(1);
    private static final Duration WITHDRAWAL_PERIOD = Duration.ofSeconds(1);
    private static final Duration NOTIFY_PERIOD = Duration.ofSeconds(1);

    private final Settings settings;
    private final Database database;
    private final CloseStack opened;

    PeriodicTasks(Settings settings, Database database, CloseStack opened) {
        this.settings = settings;
        this.database = database;
        this.opened = opened;
    }

    void start(ProcessUseCases useCases) {
        ResendLostParts resendLostParts = new ResendLostParts(
                database.partBacklog(),
                useCases.sender(),
                useCases.dispatchParts(),
                settings.window(),
                ResendLostParts.DEFAULT_AGE);
        ExpireAbandonedUploads expireAbandonedUploads = new ExpireAbandonedUploads(
                database.receiverHeartbeats(),
                useCases.receiveUpload()::inProgress,
                useCases.dispatchParts(),
                settings.abandonedAfter());
        FinishWithdrawals finishWithdrawals = new FinishWithdrawals(database.uploadControl(), opened::isClosing);
        start("resend", RESEND_PERIOD, resendLostParts::resend);
        start("watch-receiving", expiryPeriod(), expireAbandonedUploads::expire);
        start("leftovers", CLEANUP_PERIOD, database.cleanup(settings.retention())::deleteExpired);
        start("finish-withdrawals", WITHDRAWAL_PERIOD, finishWithdrawals::finish);
    }

    void startWebhooks(WebhookSettings webhooks) {
        Webhooks sender = opened.add(Webhooks.open(webhooks, InstantSource.system()));
        NotifyEnded notifyEnded =
                new NotifyEnded(database.webhookStore(), database.uploadQueries(), sender.messenger());
        start("notify-ended", NOTIFY_PERIOD, notifyEnded::sendDue);
    }

    private void start(String name, Duration pause, Runnable task) {
        opened.add(PeriodicTask.start(name, pause, task));
    }

    /// At least five times within the silence after which an upload counts as abandoned: the task also writes the
    /// heartbeats of this process's uploads.
    private Duration expiryPeriod() {
        Duration period = settings.abandonedAfter().dividedBy(5);
        return period.compareTo(RESEND_PERIOD) < 0 ? period : RESEND_PERIOD;
    }
}
