-- expects nothing
--- policy
-- tenancy: { model: schema }
--- migration
CREATE INDEX accounts_email_address_lower_for_search_idx ON accounts (lower(email));
CREATE INDEX ${tenant}_email_idx ON accounts (email);
