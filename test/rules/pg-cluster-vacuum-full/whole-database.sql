-- expects findings
--- migration
VACUUM FULL;
--^^^^^^^^^ pg-cluster-vacuum-full warning
