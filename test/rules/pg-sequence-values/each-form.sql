-- expects findings
--- history
CREATE SEQUENCE numbers;
--- migration
ALTER SEQUENCE numbers RESTART;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-sequence-values warning
ALTER SEQUENCE public.numbers INCREMENT BY -1;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-sequence-values warning
ALTER SEQUENCE numbers MAXVALUE 100 CYCLE;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-sequence-values warning
SELECT pg_catalog.setval('public.numbers'::regclass, 1, false);
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-sequence-values warning
ALTER TABLE payments ALTER COLUMN id SET INCREMENT BY 2 RESTART WITH 5;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-sequence-values warning
