package dev.carga.application.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/// The images of the servers that tests run in containers (`docker/compose.yml` runs the same), and whether this
/// machine can have them.
///
/// Testcontainers itself tries for minutes to get an image where no registry answers. Here it is asked first, by
/// name, and a registry that says nothing for some seconds is none.
public final class TestImages {

    public static final String POSTGRES = "postgres:17-alpine";
    public static final String RABBITMQ = "rabbitmq:4-management-alpine";

    /// What the version of Testcontainers in the parent pom starts beside, to clean up after a JVM that was
    /// killed.
    private static final String CLEANER = "testcontainers/ryuk:0.14.0";

    private static final int SECONDS_TO_ANSWER = 20;
    private static final int MINUTES_TO_COME = 10;

    private TestImages() {}

    /// Gets the image if the engine has it not yet.
    ///
    /// @return why no container can be made of it here; empty if one can
    public static Optional<String> obstacle(String image) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no Docker engine answers");
        }
        // A client of its own: the usual one begins by starting Testcontainers' cleaner, an image like the
        // others.
        DockerClient docker = DockerClientProviderStrategy.getClientForConfig(
                DockerClientFactory.instance().getTransportConfig());
        Optional<String> obstacle = missing(docker, image);
        if (obstacle.isEmpty() && cleanerIsWanted()) {
            obstacle = missing(docker, CLEANER)
                    .map(reason -> reason + " (TESTCONTAINERS_RYUK_DISABLED=true does without it)");
        }
        return obstacle;
    }

    private static boolean cleanerIsWanted() {
        return !Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
    }

    private static Optional<String> missing(DockerClient docker, String image) {
        DockerImageName name = ImageNameSubstitutor.instance().apply(DockerImageName.parse(image));
        try {
            docker.inspectImageCmd(name.asCanonicalNameString()).exec();
            return Optional.empty();
        } catch (NotFoundException _) {
            return pull(docker, name);
        }
    }

    private static Optional<String> pull(DockerClient docker, DockerImageName name) {
        try (Pull pull = docker.pullImageCmd(name.getUnversionedPart())
                .withTag(name.getVersionPart())
                .exec(new Pull())) {
            if (!pull.heard.await(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
                return Optional.of("no registry answers for " + name);
            }
            if (!pull.awaitCompletion(MINUTES_TO_COME, TimeUnit.MINUTES)) {
                return Optional.of(name + " did not come within " + MINUTES_TO_COME + " minutes");
            }
            return Optional.empty();
        } catch (DockerException | DockerClientException | IOException e) {
            return Optional.of(name + " cannot be had: " + oneLine(e));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }

    /// Says when the first word comes from the engine: a registry's answer, or that there is none.
    private static final class Pull extends PullImageResultCallback {

        private final CountDownLatch heard = new CountDownLatch(1);

        @Override
        public void onNext(PullResponseItem item) {
            super.onNext(item);
            heard.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            super.onError(failure);
            heard.countDown();
        }
    }
}
