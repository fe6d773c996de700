-- expects findings
--- migration
TRUNCATE accounts CASCADE;
--                ^^^^^^^ pg-truncate-cascade error
