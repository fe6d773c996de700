SET LOCAL lock_timeout = '2s';

DROP TRIGGER invoices_guard_final ON invoices;
DROP FUNCTION guard_final_invoice();
