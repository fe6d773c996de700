SET LOCAL lock_timeout = '2s';

CREATE TABLE deadlines (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  matter_id bigint NOT NULL REFERENCES matters (id),
  due_on date NOT NULL,
  title text NOT NULL
);

CREATE INDEX deadlines_by_matter ON deadlines (matter_id, due_on);

GRANT SELECT, INSERT, UPDATE, DELETE ON deadlines TO matter_app;
