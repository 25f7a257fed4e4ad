package dev.carga.bootstrap.wiring;

import dev.carga.adapters.postgres.Database;
import dev.carga.application.RetryPolicy;
import dev.carga.application.dispatch.PartQueue;
import dev.carga.application.dispatch.ReviveAbandonedPart;
import dev.carga.application.load.LoadPart;
import dev.carga.application.load.LoadingMeter;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.domain.purchase.PartParser;

/// Loads parts from the queue, in a process whose role is to load.
final class PartWorker {

    private final Settings settings;
    private final PartQueue queue;
    private final CloseStack opened;

    PartWorker(Settings settings, PartQueue queue, CloseStack opened) {
        this.settings = settings;
        this.queue = queue;
        this.opened = opened;
    }

    void subscribe(Database database, ProcessUseCases useCases, LoadingMeter meter) {
        LoadPart.Dependencies dependencies = new LoadPart.Dependencies(
                database.partLoader(meter, settings.retention()),
                database.partAttempts(),
                settings.mostAttempts(),
                new PartParser(settings.cutting().maxLineBytes()));
        LoadPart loadPart =
                new LoadPart(dependencies, useCases.dispatchParts(), RetryPolicy.ENDLESS, opened::isClosing, meter);
        opened.add(queue.subscribe(loadPart, settings.workers()));
        opened.add(queue.subscribeToAbandoned(new ReviveAbandonedPart(
                database.partBacklog(), useCases.sender(), RetryPolicy.ENDLESS, opened::isClosing)));
    }

    /// Waits until the broker answers: a subscribed worker that receives no parts is not ready.
    void awaitBroker() {
        long _ = RetryPolicy.ENDLESS.call("step=reach_broker", opened::isClosing, queue::waiting);
    }
}
