-- expects nothing
--- file db/migrations/V0002__change.sql.conf
-- executeInTransaction=false
--- migration
SET lock_timeout = '2s';
VACUUM accounts;
