-- expects nothing
--- migration
CREATE TABLE settings (key text PRIMARY KEY);
