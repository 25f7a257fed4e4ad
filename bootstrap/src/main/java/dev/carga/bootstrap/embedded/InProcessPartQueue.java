package dev.carga.bootstrap.embedded;

import dev.carga.application.dispatch.PartQueue;
import dev.carga.domain.upload.PartRef;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/// temporary
public final class InProcessPartQueue implements PartQueue, AutoCloseable {
    private final LinkedBlockingDeque<PartRef> q = new LinkedBlockingDeque<>();
    public void send(List<PartRef> parts) { q.addAll(parts); }
    public long waiting() { return q.size(); }
    public Subscription subscribe(PartHandler handler, int atOnce) {
        Thread[] ts = new Thread[atOnce];
        boolean[] stop = new boolean[1];
        for (int i = 0; i < atOnce; i++) {
            ts[i] = Thread.ofPlatform().start(() -> {
                while (!stop[0]) {
                    try {
                        PartRef p = q.poll(50, TimeUnit.MILLISECONDS);
                        if (p != null && handler.handle(p) == Answer.AGAIN) q.add(p);
                    } catch (InterruptedException e) { return; }
                }
            });
        }
        return () -> { stop[0] = true; for (Thread t : ts) try { t.join(); } catch (InterruptedException e) { return; } };
    }
    public void close() {}
}
