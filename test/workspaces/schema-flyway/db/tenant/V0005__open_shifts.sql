CREATE VIEW open_shifts AS
  SELECT shifts.id, wards.title AS ward, shifts.kind, shifts.starts_at
  FROM shifts
  JOIN wards ON wards.id = shifts.ward_id
  WHERE shifts.person_id IS NULL;

GRANT SELECT ON open_shifts TO rota_app;
