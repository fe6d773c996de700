-- expects nothing
--- migration
CREATE TABLE events (tenant_id uuid NOT NULL) PARTITION BY HASH (tenant_id);
CREATE TABLE visits (tenant_id uuid NOT NULL, region text NOT NULL) PARTITION BY LIST (region);
CREATE TABLE hits (tenant_id uuid NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
