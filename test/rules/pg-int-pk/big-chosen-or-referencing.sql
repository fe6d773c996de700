-- expects nothing
--- migration
CREATE TABLE a (id bigserial PRIMARY KEY, number serial);
CREATE TABLE countries (code smallint PRIMARY KEY);
CREATE TABLE numbered (country smallint PRIMARY KEY REFERENCES countries);
CREATE TABLE c (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), rank integer DEFAULT 5);
CREATE TEMPORARY TABLE d (id serial PRIMARY KEY);
ALTER TABLE users ADD COLUMN number integer;
