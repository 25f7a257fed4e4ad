-- Uploads that correct others, and lines that gave a row though something is wrong with them:
-- dev.carga.application.report.UploadSummary.Chain, dev.carga.domain.purchase.LineIssue.

-- No foreign key: an upload may outlive the one it corrects.
ALTER TABLE carga_upload
    ADD COLUMN corrects uuid;

COMMENT ON COLUMN carga_upload.corrects IS 'The message_id of the upload whose lines this one brings again, mended';

-- Of each upload that is shown, its corrections are asked for.
CREATE INDEX carga_upload_corrects ON carga_upload (corrects) WHERE corrects IS NOT NULL;

-- The line as it came, where it gave a row, with the first of its issues; carga_part.rejected_bytes counts it too.
ALTER TABLE carga_issue
    ADD COLUMN flawed  bytea,
    ADD COLUMN columns jsonb;

COMMENT ON COLUMN carga_issue.columns IS
    'The fields of the line that is kept, where a header further down the file names others than the first; NULL: as in carga_upload.layout';
