-- expects nothing
--- migration
CREATE TABLE bookings (room bigint, during tstzrange);
ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH &&);
