-- Expand: customers may cancel at the end of a term. Nothing that runs today reads or writes these columns, none
-- of them needs a scan or a rewrite, and dropping them brings back exactly what was there.
SET LOCAL lock_timeout = '2s';

ALTER TABLE subscriptions
  ADD COLUMN cancel_on date,
  ADD COLUMN cancellation_reason text,
  ADD COLUMN cancellation_survey_sent boolean NOT NULL DEFAULT false;
