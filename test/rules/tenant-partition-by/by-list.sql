-- expects findings
--- migration
CREATE TABLE events (tenant_id uuid NOT NULL) PARTITION BY LIST (tenant_id);
--           ^^^^^^ tenant-partition-by info fix
CREATE TABLE visits (tenant_id uuid NOT NULL) PARTITION BY LIST (tenant_id);
--           ^^^^^^ tenant-partition-by info
CREATE TABLE visits_other PARTITION OF visits DEFAULT;
