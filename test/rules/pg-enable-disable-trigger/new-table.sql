-- expects nothing
--- history
CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
--- migration
CREATE TABLE regions (id bigint PRIMARY KEY, name text NOT NULL);
CREATE TRIGGER regions_noted BEFORE UPDATE ON regions FOR EACH ROW EXECUTE FUNCTION note_change();
ALTER TABLE regions DISABLE TRIGGER regions_noted;
