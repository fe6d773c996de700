-- expects findings
--- policy
-- version: '9.6'
--- migration
ALTER TABLE users ADD COLUMN locale text NOT NULL DEFAULT 'en';
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-default-pre11 warning
ALTER TABLE users ADD COLUMN made_at timestamptz DEFAULT now();
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-add-column-default-pre11 warning
