CREATE TABLE wards (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title text NOT NULL UNIQUE,
  beds integer NOT NULL CHECK (beds > 0)
);

GRANT SELECT, INSERT, UPDATE ON wards TO rota_app;
