CREATE TABLE firms (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  title text NOT NULL,
  database_name name NOT NULL UNIQUE,
  server text NOT NULL
);
