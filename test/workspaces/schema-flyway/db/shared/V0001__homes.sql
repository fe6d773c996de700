-- The platform makes the role that the application connects as.
CREATE TABLE homes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  schema_name name NOT NULL UNIQUE CHECK (schema_name ~ '^home_[a-z0-9_]{1,40}$'),
  title text NOT NULL,
  opened_on date NOT NULL DEFAULT current_date,
  closed_on date,
  CHECK (closed_on >= opened_on)
);

GRANT SELECT ON homes TO rota_app;
