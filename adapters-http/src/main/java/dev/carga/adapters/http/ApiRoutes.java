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

/// The handlers that need use cases.
record ApiRoutes(
        UploadRoutes upload,
        TusRoutes tus,
        StatusRoute status,
        UploadQueryRoutes history,
        IssueRoutes issues,
        RejectRoutes rejects,
        PurchaseRoute purchase,
        EventRoutes watch,
        ControlRoutes control,
        PreviewRoute preview) {}
