CREATE TABLE holidays (
  day date NOT NULL,
  region text NOT NULL,
  title text NOT NULL,
  PRIMARY KEY (region, day)
);

GRANT SELECT ON holidays TO rota_app;
