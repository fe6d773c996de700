CREATE ROLE matter_reporting NOLOGIN;

GRANT CONNECT ON DATABASE firm_hale TO matter_reporting;

CREATE EXTENSION IF NOT EXISTS dblink;

CREATE UNIQUE INDEX documents_once ON documents (matter_id, sha256) NULLS NOT DISTINCT;
