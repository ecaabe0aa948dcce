-- +goose Up
-- The hamlets of communes with their days: from (empty: since before the list) to the day before until (empty: still). became
-- is the name of the hamlet of the same commune that it went into on that day.
CREATE TABLE hamlet (
  province   TEXT    NOT NULL,
  id         INTEGER NOT NULL,
  commune    TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  from_day   TEXT    NOT NULL,
  until_day  TEXT    NOT NULL,
  became     TEXT    NOT NULL,
  source     TEXT    NOT NULL,
  set_by     INTEGER NOT NULL,
  set_at     INTEGER NOT NULL,
  PRIMARY KEY (province, id)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE hamlet;
