CREATE TABLE people (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  weekly_hours numeric(4, 1) NOT NULL DEFAULT 37.5 CHECK (weekly_hours BETWEEN 0 AND 60),
  left_on date
);

GRANT SELECT, INSERT, UPDATE ON people TO rota_app;
