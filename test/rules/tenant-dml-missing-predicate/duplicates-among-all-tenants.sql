-- expects findings
--- migration
DELETE FROM payments WHERE id NOT IN (
  SELECT min(id)
  FROM payments
--     ^^^^^^^^ tenant-dml-missing-predicate error fix
  GROUP BY reference
);
DELETE FROM payments p USING (
  SELECT id, row_number() OVER (PARTITION BY reference ORDER BY id) AS place
  FROM payments
--     ^^^^^^^^ tenant-dml-missing-predicate error fix
) d
WHERE d.id = p.id AND d.place > 1;
DELETE FROM invoices WHERE id NOT IN (
  SELECT DISTINCT ON (number) id
  FROM invoices
--     ^^^^^^^^ tenant-dml-missing-predicate error
  ORDER BY number, id
);
