-- expects findings
--- migration
ALTER TABLE invoices ADD COLUMN a integer CHECK (a > 0), ADD COLUMN b integer CHECK (b > 0);
--                                        ^^^^^^^^^^^^^ pg-add-column-inline-check warning
--                                                                            ^^^^^^^^^^^^^ pg-add-column-inline-check warning
