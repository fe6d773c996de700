-- No foreign key to public.qualifications: it would lock that table once for each home.
CREATE TABLE skills (
  person_id bigint NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  qualification text NOT NULL,
  acquired_on date NOT NULL,
  PRIMARY KEY (person_id, qualification)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON skills TO rota_app;
