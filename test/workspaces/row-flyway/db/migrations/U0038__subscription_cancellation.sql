SET LOCAL lock_timeout = '2s';

ALTER TABLE subscriptions
  DROP COLUMN cancellation_survey_sent,
  DROP COLUMN cancellation_reason,
  DROP COLUMN cancel_on;
