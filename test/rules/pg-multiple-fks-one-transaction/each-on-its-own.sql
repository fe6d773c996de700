-- expects nothing
--- policy
-- migrations: [{ path: db/migrations, framework: flyway, transaction: none }]
--- migration
ALTER TABLE users ADD FOREIGN KEY (account_id) REFERENCES accounts (id) NOT VALID;
ALTER TABLE payments ADD FOREIGN KEY (id) REFERENCES plans (id) NOT VALID;
