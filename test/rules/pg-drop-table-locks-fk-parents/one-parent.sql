-- expects findings
--- migration
DROP TABLE invoice_lines;
--^^^^^^^^^^^^^^^^^^^^^^ pg-drop-table-locks-fk-parents info fix
