-- expects findings
--- history
CREATE TABLE members (tenant_id uuid NOT NULL REFERENCES tenants (id), plan_id bigint NOT NULL, note text);
CREATE TABLE seats (tenant_id uuid NOT NULL REFERENCES tenants (id), plan_id bigint NOT NULL, UNIQUE (tenant_id, plan_id));
CREATE POLICY by_members ON users USING (tenant_id IN (SELECT m.tenant_id FROM members m WHERE m.note = current_user));
CREATE POLICY by_seats ON accounts USING (tenant_id IN (SELECT s.tenant_id FROM seats s));
--- migration
-- Policies go by the row, of which there is one for each tenant.
ALTER TABLE seats ADD FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE NOT VALID;
-- Nothing says that the plan is what the membership is about.
ALTER TABLE members ADD FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE NOT VALID;
--                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tenant-fk-cascade-from-shared warning fix
