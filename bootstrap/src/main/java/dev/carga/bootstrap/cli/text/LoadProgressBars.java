package dev.carga.bootstrap.cli.text;

import dev.carga.bootstrap.cli.client.UploadProgress;
import dev.carga.domain.Nullable;
import java.io.Console;
import java.io.InputStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Progress bars of `carga load`. Shown on a terminal only, not in a log file.
public final class LoadProgressBars {

    private LoadProgressBars() {}

    /// The same bytes, with a bar that shows how many of them were read.
    public static InputStream ofSending(InputStream body, long bytes) {
        return isTerminal()
                ? ProgressBar.wrap(body, bar("send").setUnit(" MB", 1_000_000).setInitialMax(bytes))
                : body;
    }

    /// A bar that counts loaded and failed parts.
    public static LoadingBar ofLoading(UploadProgress start) {
        return new LoadingBar(
                isTerminal() && !start.completed()
                        ? bar("load")
                                .setUnit(" parts", 1)
                                .setInitialMax(start.parts())
                                .build()
                        : null);
    }

    /// The bar of one upload; without a terminal, nothing.
    public static final class LoadingBar implements AutoCloseable {

        private final @Nullable ProgressBar bar;

        private LoadingBar(@Nullable ProgressBar bar) {
            this.bar = bar;
        }

        public void show(UploadProgress progress) {
            if (bar != null) {
                bar.maxHint(progress.parts());
                bar.stepTo(progress.settledParts());
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }

    @SuppressWarnings("SystemConsoleNull") // rarely null nowadays, but it may be
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static ProgressBarBuilder bar(String task) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .showSpeed();
    }
}
