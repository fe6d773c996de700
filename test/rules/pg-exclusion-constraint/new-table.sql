-- expects nothing
--- migration
CREATE TABLE bookings (room bigint, during tstzrange, EXCLUDE USING gist (during WITH &&));
