-- +goose Up
-- The boundaries that an official brought for the province's map, in the place of those shipped.
CREATE TABLE boundary (
  province TEXT    NOT NULL,
  layer    TEXT    NOT NULL, -- what is drawn: communes
  on_day   TEXT    NOT NULL, -- whose units are drawn
  file     TEXT    NOT NULL,
  source   TEXT    NOT NULL,
  units    INTEGER NOT NULL, -- how many are drawn
  drawing  BLOB    NOT NULL, -- GeoJSON
  set_by   INTEGER NOT NULL,
  set_at   INTEGER NOT NULL,
  PRIMARY KEY (province, layer)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE boundary;
