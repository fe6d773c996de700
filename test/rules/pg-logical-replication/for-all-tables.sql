-- expects findings
--- migration
CREATE PUBLICATION everything FOR ALL TABLES;
--^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ pg-logical-replication info
