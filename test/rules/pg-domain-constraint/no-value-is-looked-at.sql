-- expects nothing
--- history
CREATE DOMAIN email AS text;
ALTER TABLE users ADD COLUMN contact email;
CREATE DOMAIN code AS text;
--- migration
ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (VALUE LIKE '%@%') NOT VALID;
ALTER DOMAIN email DROP NOT NULL;
ALTER DOMAIN email SET DEFAULT 'nobody@example.org';
ALTER DOMAIN code ADD CHECK (VALUE <> '');
CREATE TABLE notes (id bigint PRIMARY KEY, short code);
ALTER DOMAIN code SET NOT NULL;
