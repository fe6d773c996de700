-- expects findings
--- history
CREATE TABLE bookings (id bigint PRIMARY KEY, during tsrange, EXCLUDE USING gist (during WITH &&));
--- migration
ALTER TABLE plans DROP CONSTRAINT plans_code_key;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-constraint warning
ALTER TABLE bookings DROP CONSTRAINT bookings_during_excl;
--                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-drop-constraint warning
