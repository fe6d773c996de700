-- expects nothing
--- history
CREATE TABLE events (tenant_id uuid NOT NULL, what text);
ALTER TABLE events REPLICA IDENTITY FULL;
CREATE TABLE hits (tenant_id uuid NOT NULL);
CREATE PUBLICATION inbound FOR TABLE hits WITH (publish = 'insert');
--- migration
CREATE PUBLICATION outbound FOR TABLE payments, events;
CREATE PUBLICATION inserts FOR TABLE hits WITH (publish = 'insert, truncate');
ALTER PUBLICATION inbound DROP TABLE hits;
CREATE PUBLICATION later FOR TABLE hits;
ALTER TABLE hits ADD COLUMN id bigint PRIMARY KEY;
CREATE PUBLICATION nothing_yet;
