CREATE TABLE qualifications (
  code text PRIMARY KEY CHECK (code = upper(code)),
  title text NOT NULL,
  valid_months integer CHECK (valid_months > 0)
);

INSERT INTO qualifications (code, title, valid_months)
VALUES ('RN', 'Registered nurse', NULL), ('MED', 'Medication', 24), ('LIFT', 'Safe lifting', 12);

GRANT SELECT ON qualifications TO rota_app;
