-- An invoice that left the building keeps its number, its account and its amounts; corrections are credit notes.
SET LOCAL lock_timeout = '2s';

CREATE FUNCTION guard_final_invoice() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft'
    AND (NEW.number, NEW.account_id, NEW.currency, NEW.subtotal, NEW.tax)
      IS DISTINCT FROM (OLD.number, OLD.account_id, OLD.currency, OLD.subtotal, OLD.tax)
  THEN
    RAISE EXCEPTION 'invoice % is %, write a credit note instead of changing it', OLD.number, OLD.status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END;
$$;

CREATE TRIGGER invoices_guard_final BEFORE UPDATE ON invoices
  FOR EACH ROW EXECUTE FUNCTION guard_final_invoice();
