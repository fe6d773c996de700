SET LOCAL lock_timeout = '2s';

ALTER TABLE shifts ADD COLUMN note text;

CREATE VIEW expiring_skills AS
  SELECT skills.person_id, qualifications.title,
    skills.acquired_on + make_interval(months => qualifications.valid_months) AS expires
  FROM skills
  JOIN public.qualifications ON qualifications.code = skills.qualification
  WHERE qualifications.valid_months IS NOT NULL;

GRANT SELECT ON expiring_skills TO rota_app;
