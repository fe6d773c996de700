-- expects findings
--- history
CREATE TABLE old_notes (id serial PRIMARY KEY);
--- migration
CREATE TABLE notes (LIKE old_notes INCLUDING ALL);
--           ^^^^^ pg-int-pk info
