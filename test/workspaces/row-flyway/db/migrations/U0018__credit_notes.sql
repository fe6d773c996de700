SET LOCAL lock_timeout = '2s';

DROP TABLE credit_notes;
DROP TYPE credit_note_reason;
