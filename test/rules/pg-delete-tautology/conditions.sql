-- expects nothing
--- migration
DELETE FROM payments WHERE false;
DELETE FROM payments WHERE 1 = 2;
DELETE FROM payments WHERE reference = reference;
DELETE FROM payments WHERE reference IS NOT NULL;
DELETE FROM payments WHERE true AND amount < 0;
DELETE FROM payments WHERE 'a' < 'b';
DELETE FROM payments USING accounts WHERE accounts.id = accounts.id;
CREATE TABLE notes (id bigint PRIMARY KEY);
DELETE FROM notes WHERE true;
