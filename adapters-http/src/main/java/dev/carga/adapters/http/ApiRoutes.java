package dev.carga.adapters.http;

import dev.carga.adapters.http.control.ControlRoutes;
import dev.carga.adapters.http.preview.PreviewRoute;
import dev.carga.adapters.http.report.EventRoutes;
import dev.carga.adapters.http.report.IssueRoutes;
import dev.carga.adapters.http.report.PurchaseRoute;
import dev.carga.adapters.http.report.RejectRoutes;
import dev.carga.adapters.http.report.StatusRoute;
import dev.carga.adapters.http.report.UploadQueryRoutes;
import dev.carga.adapters.http.tus.TusRoutes;
import dev.carga.adapters.http.upload.UploadRoutes;
import io.javalin.http.Handler;

/// The handlers that need use cases.
record ApiRoutes(
        UploadRoutes upload,
        TusRoutes tus,
        StatusRoute status,
        UploadQueryRoutes uploads,
        IssueRoutes issues,
        RejectRoutes rejects,
        PurchaseRoute purchase,
        EventRoutes events,
        ControlRoutes control,
        PreviewRoute preview) {

    Handler legacyUpload() {
        return upload.legacy();
    }

    Handler newUpload() {
        return upload.api();
    }

    Handler listUploads() {
        return uploads::list;
    }

    Handler oneUpload() {
        return uploads::one;
    }

    Handler legacyStatus() {
        return status::handle;
    }

    Handler watchUpload() {
        return events::events;
    }

    Handler listIssues() {
        return issues::issues;
    }

    Handler rejectsFile() {
        return rejects::rejects;
    }

    Handler previewFile() {
        return preview::handle;
    }

    Handler findPurchase() {
        return purchase::handle;
    }

    Handler cancel() {
        return control::cancel;
    }

    Handler retry() {
        return control::retry;
    }

    Handler undo() {
        return control::undo;
    }

    Handler tusOptions() {
        return tus.options();
    }

    Handler tusCreation() {
        return tus.creation();
    }

    Handler tusOverride() {
        return tus.override();
    }

    Handler tusHead() {
        return tus.head();
    }

    Handler tusPatch() {
        return tus.patch();
    }

    Handler tusTermination() {
        return tus.termination();
    }
}
