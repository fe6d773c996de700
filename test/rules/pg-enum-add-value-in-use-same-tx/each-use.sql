-- expects findings
--- history
CREATE TYPE mood AS ENUM ('good', 'bad');
ALTER TABLE users ADD COLUMN mood mood, ADD COLUMN remark text;
--- migration
ALTER TYPE mood ADD VALUE 'fine';
INSERT INTO users (id, tenant_id, email, mood) VALUES (gen_random_uuid(), NULL, 'good', 'good'), (gen_random_uuid(), NULL, 'b', 'fine');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error
SELECT 'fine'::public.mood;
--^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error
DELETE FROM users WHERE mood IN ('good', 'fine');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error
ALTER TABLE users ADD COLUMN other mood DEFAULT 'fine';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error
ALTER TABLE users ADD CHECK (mood <> 'fine') NOT VALID;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error
CREATE INDEX ON users (email) WHERE mood = 'fine';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error
CREATE VIEW fine AS SELECT id FROM users WHERE mood = 'fine';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error
CREATE POLICY fine ON users USING (mood = 'fine');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error
CREATE TABLE moods (mood mood DEFAULT 'fine');
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-enum-add-value-in-use-same-tx error
