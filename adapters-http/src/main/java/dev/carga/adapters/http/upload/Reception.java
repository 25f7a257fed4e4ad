package dev.carga.adapters.http.upload;

import dev.carga.adapters.http.exchange.Problem;
import dev.carga.adapters.http.exchange.RequestProblem;
import dev.carga.adapters.http.option.UploadOption;
import dev.carga.application.receive.ReceiveFile.Received;
import dev.carga.domain.upload.UploadId;
import java.util.ArrayList;
import java.util.List;

/// What receiving the files of a request came to.
sealed interface Reception {

    /// Every file was read, or refused by itself.
    ///
    /// @param opened uploads that may have rows in the table, including those of files that were stopped midway
    record Completed(List<Received> files, List<UploadId> opened, UploadOptionValues options, Rest rest)
            implements Reception {}

    /// The request is refused as a whole.
    ///
    /// @param fileName of the file that was being read; empty if there was none
    record RequestRefused(String fileName, RequestProblem problem) implements Reception {}

    /// What followed the last file that was read.
    ///
    /// @param files   the number of files that were ignored
    /// @param tooLate options there, or between two files, that differ from the options in effect
    record Rest(int files, List<UploadOption<?>> tooLate) {
        static final Rest NONE = new Rest(0, List.of());

        /// With options that came between two files.
        Rest with(List<UploadOption<?>> earlier) {
            List<UploadOption<?>> both = new ArrayList<>(UploadOption.ALL);
            both.removeIf(option -> !earlier.contains(option) && !tooLate.contains(option));
            return new Rest(files, List.copyOf(both));
        }
    }

    /// Refused for a problem of the file, whose text has its name.
    static Reception refused(String fileName, Problem problem) {
        return new RequestRefused(fileName, RequestProblem.of(problem, fileName));
    }
}
