CREATE EXTENSION IF NOT EXISTS btree_gist;

ALTER TABLE public.qualifications ADD COLUMN level integer;

ALTER TABLE home_elm_court.people ADD COLUMN IF NOT EXISTS phone text;

CREATE TABLE trainings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id bigint NOT NULL REFERENCES people (id),
  qualification text NOT NULL REFERENCES public.qualifications (code)
);

DROP TABLE IF EXISTS holidays;
