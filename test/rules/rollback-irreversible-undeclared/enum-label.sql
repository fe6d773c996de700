-- expects findings
--- history
CREATE TYPE mood AS ENUM ('good');
--- migration
ALTER TYPE mood ADD VALUE 'fair';
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rollback-irreversible-undeclared warning fix
--- rollback
SELECT set_config('a.b', 'c', true);
