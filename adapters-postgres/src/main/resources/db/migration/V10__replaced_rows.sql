-- What an update replaces, and what it leaves as it is: docs/adr/0032-undo-restores.md.

ALTER TABLE carga_upload
    ADD COLUMN rows_restored bigint NOT NULL DEFAULT 0,
    ADD COLUMN undo_removed  bigint NOT NULL DEFAULT 0,
    ADD COLUMN undo_kept     bigint NOT NULL DEFAULT 0;

COMMENT ON COLUMN carga_upload.undo_removed IS
    'Of rows_removed those that the upload had not added: whoever did was undone before';
COMMENT ON COLUMN carga_upload.undo_kept IS 'Of rows_kept those that the upload had replaced';

-- Rows as they were before an upload touched them, for its undo. A row that is added leaves nothing here.
-- No foreign key: who empties the tables as before must not trip over a table that is new to him.
CREATE TABLE carga_replaced_row (
    upload_id                       integer                 NOT NULL,
    cpf                             varchar(20) COLLATE "C" NOT NULL,
    private                         boolean,
    incompleto                      boolean,
    data_ultima_compra              date,
    ticket_medio                    numeric,
    ticket_ultima_compra            numeric,
    loja_mais_frequente             varchar(20) COLLATE "C",
    loja_ultima_compra              varchar(20) COLLATE "C",
    cpf_valido                      boolean,
    cnpj_loja_mais_frequente_valido boolean,
    cnpj_loja_ultima_compra_valido  boolean,
    row_upload_id                   integer,
    row_line                        bigint,
    row_first_upload_id             integer,
    replaced_at                     timestamptz             NOT NULL DEFAULT now(),
    PRIMARY KEY (upload_id, cpf)
);

COMMENT ON COLUMN carga_replaced_row.upload_id IS 'The upload that replaced the row';
COMMENT ON COLUMN carga_replaced_row.row_upload_id IS 'upload_id of the row as it was; row_line and row_first_upload_id likewise';

-- Rows of an upload of which not every column comes from their line: it said nothing of them that could be read, and an
-- earlier line of the file may still come. Gone when the upload has ended.
CREATE TABLE carga_unknown_columns (
    upload_id integer                 NOT NULL,
    cpf       varchar(20) COLLATE "C" NOT NULL,
    line      bigint                  NOT NULL,
    lines     bigint[]                NOT NULL,
    PRIMARY KEY (upload_id, cpf),
    CONSTRAINT carga_unknown_columns_lines CHECK (cardinality(lines) = 7)
);

COMMENT ON COLUMN carga_unknown_columns.line IS 'user_purchase.line of the row that this is about; of any other it says nothing';
COMMENT ON COLUMN carga_unknown_columns.lines IS
    'Of each column but the CPF, in the order of a file without a header: the line that its value is from; 0 if from none';
