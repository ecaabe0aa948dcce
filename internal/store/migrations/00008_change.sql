-- +goose Up
-- What changed, in the order of the transactions: who keeps something in memory hears of it. ids is a JSON list, empty where
-- anything of the topic may have changed; origin is the process that wrote it.
CREATE TABLE change (
  province TEXT    NOT NULL,
  seq      INTEGER NOT NULL,
  origin   TEXT    NOT NULL,
  topic    TEXT    NOT NULL,
  ids      TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (province, seq)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE change;
