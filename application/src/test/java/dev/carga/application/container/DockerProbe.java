package dev.carga.application.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/// Finds out within seconds whether this machine can start a container of an image. Testcontainers would retry for
/// minutes if no registry responds, and already does so for its reaper's image when asked whether Docker is there.
/// So this class asks the engine itself, and pulls what is missing only while the registry responds.
final class DockerProbe {

    /// A registry that is silent for this long is taken for unreachable.
    private static final int SILENT_SECONDS = 8;

    /// The obstacle of each image that was asked for: the reaper's image would be probed twice.
    private static final Map<String, Optional<String>> OBSTACLES = new ConcurrentHashMap<>();

    private DockerProbe() {}

    /// Pulls the image and the reaper's image if the engine does not have them.
    ///
    /// @return why no container of the image can be started here; empty if one can
    static Optional<String> obstacle(String image) {
        DockerClient docker;
        try {
            // The factory's own client starts the reaper before anything else; this one does not.
            docker = DockerClientProviderStrategy.getClientForConfig(
                    DockerClientFactory.instance().getTransportConfig());
        } catch (IllegalStateException _) {
            return Optional.of("no Docker engine responds");
        }
        Optional<String> obstacle = cached(docker, image);
        if (obstacle.isEmpty() && reaperIsEnabled()) {
            obstacle = cached(docker, TestImages.REAPER)
                    .map(reason -> reason + " (TESTCONTAINERS_RYUK_DISABLED=true does without it)");
        }
        return obstacle;
    }

    /// Reads what Testcontainers reads.
    private static boolean reaperIsEnabled() {
        return !Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
    }

    private static Optional<String> cached(DockerClient docker, String image) {
        return OBSTACLES.computeIfAbsent(image, name -> provide(docker, name));
    }

    private static Optional<String> provide(DockerClient docker, String image) {
        DockerImageName name = ImageNameSubstitutor.instance().apply(DockerImageName.parse(image));
        try {
            docker.inspectImageCmd(name.asCanonicalNameString()).exec();
            return Optional.empty();
        } catch (NotFoundException _) {
            return pull(docker, name)
                    .map(reason -> "the Docker engine has no image " + name + " and cannot pull it: " + reason);
        }
    }

    private static Optional<String> pull(DockerClient docker, DockerImageName name) {
        try (Pull pull = docker.pullImageCmd(name.getUnversionedPart())
                .withTag(name.getVersionPart())
                .exec(new Pull())) {
            while (pull.progress.tryAcquire(SILENT_SECONDS, TimeUnit.SECONDS)) {
                if (pull.ended) {
                    // Throws if the pull failed.
                    pull.awaitCompletion();
                    return Optional.empty();
                }
            }
            return Optional.of("the registry was silent for " + SILENT_SECONDS + " seconds");
        } catch (DockerException | DockerClientException | IOException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Releases a permit for everything that the engine reports.
    private static final class Pull extends PullImageResultCallback {

        private final Semaphore progress = new Semaphore(0);
        private volatile boolean ended;

        @Override
        public void onNext(PullResponseItem item) {
            super.onNext(item);
            progress.release();
        }

        @Override
        public void onError(Throwable failure) {
            super.onError(failure);
            end();
        }

        @Override
        public void onComplete() {
            super.onComplete();
            end();
        }

        private void end() {
            ended = true;
            progress.release();
        }
    }
}
