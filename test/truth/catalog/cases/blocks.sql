-- case: a DO block's statements change the schema one after the other
CREATE TABLE t (id int);
DO $$ BEGIN
  ALTER TABLE t ADD COLUMN x int DEFAULT 5;
  CREATE INDEX ON t (x);
  EXECUTE 'ALTER TABLE t ADD COLUMN "it''s" text; COMMENT ON COLUMN t.x IS ''five''';
END $$;

-- case: what a guard rules out is left out, what it lets through runs
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE t (id int CONSTRAINT positive CHECK (id > 0));
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('ok'); END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                 WHERE t.typname = 'size' AND n.nspname = 'public') THEN CREATE TYPE size AS ENUM ('small'); END IF;
  IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'positive' AND conrelid = 't'::regclass) THEN
    ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 1);
  ELSE
    ALTER TABLE t ADD CONSTRAINT small CHECK (id < 9);
  END IF;
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = 't' AND column_name IN ('name', 'title')) THEN
    ALTER TABLE t ADD COLUMN name text;
  END IF;
  IF (SELECT count(*) FROM pg_indexes WHERE tablename = 't' AND schemaname = current_schema()) = 0 THEN
    CREATE INDEX t_id ON t (id);
  END IF;
  IF to_regclass('public.absent') IS NULL AND to_regclass('t') IS NOT NULL THEN CREATE TABLE absent (id int); END IF;
  IF EXISTS (SELECT FROM pg_tables WHERE tablename = 'gone') THEN DROP TABLE t; END IF;
  CASE WHEN NOT EXISTS (SELECT FROM pg_policies WHERE tablename = 't') THEN ALTER TABLE t ENABLE ROW LEVEL SECURITY;
  ELSE NULL; END CASE;
END $$;

-- case: what a block's handler catches is undone
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE t (id int);
DO $$ BEGIN CREATE TYPE mood AS ENUM ('ok'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN
  BEGIN
    ALTER TABLE t ADD COLUMN undone int;
    ALTER TABLE t ADD COLUMN id int;
  EXCEPTION WHEN duplicate_column THEN
    RAISE NOTICE 'there already';
  END;
  ALTER TABLE t ADD COLUMN done int;
END $$;
DO $$ BEGIN CREATE TYPE size AS ENUM ('small'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;

-- case: RETURN leaves the block
CREATE TABLE t (id int);
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_class WHERE relname = 't' AND relkind = 'r') THEN RETURN; END IF;
  DROP TABLE t;
END $$;

-- case: data that a block changes leave the schema as it is
CREATE TABLE t (id int);
DO $$ DECLARE r record; BEGIN
  FOR r IN SELECT * FROM t LOOP UPDATE t SET id = r.id + 1; END LOOP;
  EXECUTE format('DELETE FROM %I WHERE id = %L', 't', 5);
END $$;
