-- expects findings
-- framework: plain
--- migration
COMMENT ON TABLE users IS 'who signs in';
UPDATE accounts SET display_name = email WHERE display_name = ''; 
UPDATE accounts SET display_name = email;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-unbatched-update warning fix
--- rollback
COMMENT ON TABLE users IS NULL;
