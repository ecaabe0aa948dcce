-- What one person proposes and another one takes: until then nothing of it is done.

-- +goose Up
CREATE TABLE proposal (
  province      TEXT    NOT NULL,
  id            INTEGER NOT NULL,
  kind          TEXT    NOT NULL,
  place         TEXT    NOT NULL,
  subject       INTEGER NOT NULL,
  state         TEXT    NOT NULL,
  proposed_by   INTEGER NOT NULL,
  proposed_at   INTEGER NOT NULL,
  decided_by    INTEGER NOT NULL,
  decided_at    INTEGER NOT NULL,
  sealed_detail BLOB    NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposal_state ON proposal (province, kind, state, id);
CREATE INDEX proposal_subject ON proposal (province, kind, subject);

-- +goose Down
DROP TABLE proposal;
