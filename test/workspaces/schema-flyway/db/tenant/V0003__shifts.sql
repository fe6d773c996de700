CREATE TYPE shift_kind AS ENUM ('early', 'late', 'night');

CREATE TABLE shifts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ward_id bigint NOT NULL REFERENCES wards (id),
  person_id bigint REFERENCES people (id),
  kind shift_kind NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  CHECK (ends_at > starts_at)
);

CREATE INDEX shifts_by_ward ON shifts (ward_id, starts_at);
CREATE INDEX shifts_by_person ON shifts (person_id, starts_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON shifts TO rota_app;
