-- How a file writes its values, what its sender says of that, and how much may be wrong with it:
-- dev.carga.domain.dialect.Dialect, dev.carga.domain.layout.LayoutOptions, dev.carga.domain.upload.LoadingRules.

ALTER TABLE carga_upload
    ADD COLUMN on_unreadable text NOT NULL DEFAULT 'null',
    ADD COLUMN max_flaws     text,
    ADD COLUMN options       jsonb,
    ADD CONSTRAINT carga_upload_on_unreadable CHECK (on_unreadable IN ('null', 'reject')),
    ADD CONSTRAINT carga_upload_max_flaws CHECK (max_flaws ~ '^[0-9]{1,18}$|^[0-9]{1,3}([.][0-9]{1,3})?%$');

COMMENT ON COLUMN carga_upload.options IS 'What the sender says of how the file is written; NULL: nothing';

-- A worker of an earlier version reads values otherwise than this one. It cannot settle a part of this version as loaded
-- (carga_part_read), nor, from now on, as failed for what it takes for its rows.
ALTER TABLE carga_part
    ADD COLUMN columns   jsonb,
    ADD COLUMN failed_by integer;

ALTER TABLE carga_part
    ADD CONSTRAINT carga_part_failed CHECK (failure_code IS NULL OR failure_code NOT IN ('duplicate_cpf', 'refused_by_database')
        OR needs_version IS NULL OR needs_version < 9 OR coalesce(failed_by, 0) >= needs_version)
    NOT VALID;

COMMENT ON COLUMN carga_part.columns IS 'The fields of its lines, where a header further down the file names others than the first; NULL: as in carga_upload.layout';
