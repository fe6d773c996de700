-- expects nothing
--- migration
CREATE TABLE note_lines (payment_id bigint NOT NULL REFERENCES payments (id));
