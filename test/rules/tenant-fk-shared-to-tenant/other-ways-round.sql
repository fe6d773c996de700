-- expects nothing
--- migration
ALTER TABLE plans ADD COLUMN brought_by uuid;
ALTER TABLE plans ADD FOREIGN KEY (brought_by) REFERENCES tenants (id) NOT VALID;
ALTER TABLE users ADD COLUMN plan_id bigint;
ALTER TABLE users ADD FOREIGN KEY (plan_id) REFERENCES plans (id) NOT VALID;
