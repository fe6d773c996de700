CREATE TABLE matters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  client_id bigint NOT NULL REFERENCES clients (id),
  reference text NOT NULL UNIQUE,
  opened_on date NOT NULL DEFAULT current_date,
  closed_on date,
  CHECK (closed_on >= opened_on)
);

CREATE INDEX matters_by_client ON matters (client_id);

GRANT SELECT, INSERT, UPDATE ON matters TO matter_app;
