package dev.carga.adapters.http;

import dev.carga.adapters.http.control.ControlRoutes;
import dev.carga.adapters.http.preview.PreviewRoute;
import dev.carga.adapters.http.report.HistoryRoutes;
import dev.carga.adapters.http.report.IssueRoutes;
import dev.carga.adapters.http.report.PurchaseRoute;
import dev.carga.adapters.http.report.RejectRoutes;
import dev.carga.adapters.http.report.StatusRoute;
import dev.carga.adapters.http.report.WatchRoutes;
import dev.carga.adapters.http.tus.TusRoutes;
import dev.carga.adapters.http.upload.UploadRoutes;

/// The handlers that need use cases.
record ApiRoutes(
        UploadRoutes upload,
        TusRoutes tus,
        StatusRoute status,
        HistoryRoutes history,
        IssueRoutes issues,
        RejectRoutes rejects,
        PurchaseRoute purchase,
        WatchRoutes watch,
        ControlRoutes control,
        PreviewRoute preview) {}
