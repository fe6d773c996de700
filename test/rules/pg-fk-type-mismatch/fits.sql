-- expects nothing
--- history
CREATE TABLE small (id smallint PRIMARY KEY);
CREATE DOMAIN plan AS bigint;
CREATE TYPE mood AS ENUM ('a');
CREATE TABLE moods (mood mood PRIMARY KEY);
CREATE TABLE codes (code varchar(10) PRIMARY KEY);
--- migration
CREATE TABLE a (id bigint PRIMARY KEY REFERENCES small, code text REFERENCES codes, plan_id plan REFERENCES plans);
CREATE TABLE b (mood mood REFERENCES moods, other integer REFERENCES somewhere_else (id));
CREATE TABLE c (parent bigint REFERENCES c (id), id bigint UNIQUE);
