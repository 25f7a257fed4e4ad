package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.InfrastructureErrors;
import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.Responses;
import dev.carga.adapters.http.exchange.TraceHeader;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.adapters.http.server.ClientLimits;
import dev.carga.adapters.http.server.HttpSettings;
import dev.carga.application.receive.FileRefusal;
import dev.carga.application.receive.IncomingFile;
import dev.carga.application.receive.ReceiveFile;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.application.receive.ReceiveResult;
import dev.carga.domain.Nullable;
import dev.carga.domain.upload.UploadId;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes in the files of a request as they come, as many requests at once as there are places.
public final class UploadReader {

    /// What a form may have beside its file, when it is judged by its length.
    private static final int FORM_BYTES = 16 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(UploadReader.class);

    /// What the request comes to.
    sealed interface Outcome {
        /// Every file was read, or turned down by itself.
        ///
        /// @param begun uploads that may have rows in the table, also of files that were stopped in the
        ///              middle
        record Taken(List<Received> files, List<UploadId> begun, UploadOptionValues choices, Rest rest)
                implements Outcome {}

        /// Nothing came of it.
        ///
        /// @param fileName empty if none was read
        /// @param details  fill the gaps in the problem's text
        record Refused(String fileName, Problem problem, List<Object> details) implements Outcome {

            public Refused {
                details = List.copyOf(details);
            }

            Refused(String fileName, Problem problem) {
                this(fileName, problem, List.of(fileName));
            }

            static Refused of(String fileName, UploadOptionValues.Wrong wrong) {
                return new Refused(fileName, wrong.problem(), List.of(wrong.details()));
            }
        }
    }

    /// What came after the last file that was read.
    ///
    /// @param files   that were passed over
    /// @param tooLate choices among it, or between two files, that are others than those that were used
    record Rest(int files, List<UploadOption> tooLate) {
        static final Rest NONE = new Rest(0, List.of());

        /// The same with choices that came between two files.
        Rest with(List<UploadOption> earlier) {
            Set<UploadOption> both = EnumSet.copyOf(earlier);
            both.addAll(tooLate);
            return new Rest(files, List.copyOf(both));
        }
    }

    private final ReceiveFile receive;
    private final ClientLimits limits;
    private final UploadOptionValues.Terms terms;
    private final Semaphore places;

    public UploadReader(ReceiveFile receive, UploadOptionValues.Terms terms, HttpSettings settings) {
        this.receive = receive;
        this.limits = settings.limits();
        this.terms = terms;
        this.places = new Semaphore(limits.uploads());
    }

    /// Takes the first file of a multipart form, whatever its field is called.
    Outcome first(HttpServletRequest request, UploadOptionValues inUrl) {
        return inAPlace(request, body -> form(request, body, inUrl, false));
    }

    /// Takes every file of a multipart form whose name is one. (The predecessor's route makes names harmless
    /// instead: old browsers sent whole paths.)
    Outcome all(HttpServletRequest request, UploadOptionValues inUrl) {
        return inAPlace(request, body -> form(request, body, inUrl, true));
    }

    /// Takes the body itself for the file.
    Outcome raw(HttpServletRequest request, String fileName, UploadOptionValues choices) {
        return inAPlace(request, body -> {
            List<UploadId> begun = new ArrayList<>();
            List<Received> files = take(sending(request, fileName, choices, begun), body);
            if (isAnyAccepted(files)) {
                // A file that was stopped leaves bytes, and who still sends them may miss the answer.
                long _ = body.transferTo(OutputStream.nullOutputStream());
            }
            return new Outcome.Taken(files, begun, choices, Rest.NONE);
        });
    }

    /// Reads a body.
    @FunctionalInterface
    private interface Reading {
        Outcome read(InputStream body) throws IOException, RefusedException;
    }

    /// Takes in a stretch of a file.
    ///
    /// @param <T> what that comes to
    @FunctionalInterface
    public interface IoFunction<T> {
        T read(InputStream body) throws IOException;
    }

    /// What a stretch comes to, or why nothing does.
    public sealed interface Permitted<T> {
        record Done<T>(T answer) implements Permitted<T> {}

        record Refused<T>(Problem problem) implements Permitted<T> {}
    }

    /// Reads a stretch in one of the same places.
    public <T> Permitted<T> take(HttpServletRequest request, IoFunction<T> stretch) {
        if (!places.tryAcquire()) {
            return new Permitted.Refused<>(Problem.TOO_MANY_UPLOADS);
        }
        try {
            return new Permitted.Done<>(stretch.read(paced(request)));
        } catch (IOException e) {
            return new Permitted.Refused<>(
                    problemOf(e) == Problem.UPLOAD_TIMED_OUT ? Problem.UPLOAD_TIMED_OUT : Problem.BROKEN_OFF);
        } finally {
            places.release();
        }
    }

    private InputStream paced(HttpServletRequest request) throws IOException {
        Responses.noteReading(request);
        return new MinimumRateInputStream(request.getInputStream(), limits.bytesPerSecond(), limits.averagedOver());
    }

    /// Whatever can be refused without the body is refused before it is read: one who said "Expect:
    /// 100-continue" has not sent any of it yet.
    private Outcome inAPlace(HttpServletRequest request, Reading reading) {
        if (request.getContentLengthLong() - FORM_BYTES > limits.fileBytes()) {
            return new Outcome.Refused("", Problem.FILE_TOO_LARGE);
        }
        if (!places.tryAcquire()) {
            return new Outcome.Refused("", Problem.TOO_MANY_UPLOADS);
        }
        try {
            return reading.read(paced(request));
        } catch (RefusedException e) {
            return e.outcome;
        } catch (IOException e) {
            return new Outcome.Refused("", problemOf(e));
        } catch (RuntimeException e) {
            return new Outcome.Refused("", InfrastructureErrors.problemOf(e));
        } finally {
            places.release();
        }
    }

    private Outcome form(HttpServletRequest request, InputStream body, UploadOptionValues inUrl, boolean all)
            throws IOException, RefusedException {
        Multipart form = new Multipart(request.getContentType(), body, UploadOptionValues.NAMES);
        Multipart.@Nullable File file = form.nextFile();
        if (file == null) {
            throw new RefusedException(new Outcome.Refused("", Problem.NO_FILE));
        }
        List<Received> received = new ArrayList<>();
        List<UploadId> begun = new ArrayList<>();
        UploadOptionValues choices = inUrl;
        do {
            Map<String, List<String>> said = form.takeValues();
            List<UploadOption> late = begun.isEmpty() ? List.of() : LateOptions.in(said, choices);
            if (!late.isEmpty()) {
                return new Outcome.Taken(
                        received, begun, choices, passOverRest(form, choices).with(late));
            }
            try {
                choices = choices.and(said).under(terms);
            } catch (UploadOptionValues.Wrong e) {
                throw new RefusedException(Outcome.Refused.of(file.name(), e));
            }
            if (all && !file.clean()) {
                received.add(new Received(file.name(), new ReceiveResult.Refused(FileRefusal.Reason.BAD_NAME)));
            } else {
                received.addAll(take(sending(request, file.name(), choices, begun), file.content()));
            }
            file = all ? form.nextFile() : null;
        } while (file != null);
        return new Outcome.Taken(received, begun, choices, passOverRest(form, choices));
    }

    private static IncomingFile sending(
            HttpServletRequest request, String name, UploadOptionValues choices, List<UploadId> begun) {
        return new IncomingFile(name, choices.options(), TraceHeader.of(request)).withOnOpened(begun::add);
    }

    private List<Received> take(IncomingFile sending, InputStream content) throws RefusedException {
        try {
            return receive.receive(sending, content);
        } catch (IOException e) {
            throw new RefusedException(new Outcome.Refused(sending.name(), problemOf(e)));
        } catch (RuntimeException e) {
            throw new RefusedException(new Outcome.Refused(sending.name(), InfrastructureErrors.problemOf(e)));
        }
    }

    /// The sender went away, fell silent, or broke the framing of the body.
    private static Problem problemOf(IOException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The timeout is the cause, at one depth in a file and at another in the headers before it.
            if (cause instanceof TimeoutException) {
                return Problem.UPLOAD_TIMED_OUT;
            }
        }
        return Problem.MALFORMED_MULTIPART;
    }

    private static boolean isAnyAccepted(List<Received> files) {
        return files.stream().anyMatch(file -> file.result() instanceof ReceiveResult.Accepted);
    }

    /// Passes over the rest of the form. The files are durable by now, so nothing here may turn them down again,
    /// not even a form that breaks off.
    private static Rest passOverRest(Multipart form, UploadOptionValues used) {
        int files = 0;
        try {
            while (form.nextFile() != null) {
                files++;
            }
        } catch (IOException e) {
            LOG.debug("event=form_broken_after_file cause={}", e.toString());
        }
        return new Rest(files, used.differing(form.takeValues()));
    }

    /// Leaves the reading. Never leaves this class.
    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        private final transient Outcome.Refused outcome;

        RefusedException(Outcome.Refused outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }
}
