-- expects nothing
--- migration
-- The sub-select finds rows of the same table by its own key.
UPDATE accounts SET display_name = email
WHERE id IN (SELECT id FROM accounts WHERE display_name IS NULL ORDER BY id LIMIT 1000);

DELETE FROM payments
WHERE ctid = ANY (ARRAY(SELECT ctid FROM payments WHERE amount = 0 LIMIT 1000));
