-- expects findings
--- history
CREATE TABLE small (id smallint PRIMARY KEY);
CREATE TABLE exact (id numeric PRIMARY KEY);
--- migration
CREATE TABLE a (x numeric REFERENCES small);
--                        ^^^^^^^^^^^^^^^^ pg-fk-type-mismatch error fix
CREATE TABLE b (x double precision REFERENCES exact);
--                                 ^^^^^^^^^^^^^^^^ pg-fk-type-mismatch error
CREATE TABLE c (x integer REFERENCES exact);
--                        ^^^^^^^^^^^^^^^^ pg-fk-type-mismatch info
