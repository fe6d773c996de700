-- expects nothing
--- policy
-- version: 11
--- migration
ALTER TABLE users ADD COLUMN locale text NOT NULL DEFAULT 'en';
