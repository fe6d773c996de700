-- expects findings
--- history
CREATE SEQUENCE numbers;
--- migration
CREATE TABLE a (id serial PRIMARY KEY);
--                 ^^^^^^ pg-int-pk info fix
CREATE TABLE b (id integer GENERATED ALWAYS AS IDENTITY, body text, PRIMARY KEY (id));
--                 ^^^^^^^ pg-int-pk info fix
CREATE TABLE c (id int2 PRIMARY KEY DEFAULT nextval('numbers'));
--                 ^^^^ pg-int-pk info fix
CREATE TABLE d (tenant_id uuid, id smallserial, PRIMARY KEY (tenant_id, id));
--                                 ^^^^^^^^^^^ pg-int-pk info fix
