-- What was wrong with the lines of an upload, told line by line: dev.carga.application.report.UploadIssues.

-- No foreign key: who empties the tables as before must not trip over a table that is new to him.
CREATE TABLE carga_issue (
    id        bigint  GENERATED ALWAYS AS IDENTITY,
    upload_id integer NOT NULL,
    line      bigint  NOT NULL,
    code      text    NOT NULL,
    -- Not where it is about the line as a whole.
    field     text,
    value     text,
    -- The line as it came, where it gave no row.
    rejected  bytea
);

CREATE INDEX carga_issue_line ON carga_issue (upload_id, line, id);

COMMENT ON TABLE carga_issue IS 'Of each upload the first so many that were found; all of them are counted in carga_part.counters';

-- How much of the part is in carga_issue. NULL: a version that kept none.
ALTER TABLE carga_part
    ADD COLUMN issues_kept    integer,
    ADD COLUMN rejected_bytes bigint;
