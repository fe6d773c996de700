-- expects nothing
--- history
CREATE TABLE notes (tenant_id varchar(40) PRIMARY KEY);
--- migration
CREATE POLICY notes_own ON notes USING (tenant_id::text = current_setting('app.tenant_id', true));
CREATE POLICY payments_own ON payments USING (tenant_id::text = current_setting('app.tenant_id', true));
CREATE POLICY users_self ON users USING (id::text = current_setting('app.user_id', true));
