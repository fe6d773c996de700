CREATE TABLE documents (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  matter_id bigint NOT NULL REFERENCES matters (id),
  title text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  sha256 bytea CHECK (length(sha256) = 32)
);

CREATE INDEX documents_by_matter ON documents (matter_id, received_at);

GRANT SELECT, INSERT ON documents TO matter_app;
