-- expects nothing
--- history
CREATE FUNCTION make_token(length int) RETURNS text LANGUAGE sql
  AS $$ SELECT replace(encode(gen_random_bytes(length), 'base64'), '/', '') $$;
--- migration
CREATE TABLE invitations (
  id bigint PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id),
  token text NOT NULL UNIQUE DEFAULT public.make_token(30)
);
