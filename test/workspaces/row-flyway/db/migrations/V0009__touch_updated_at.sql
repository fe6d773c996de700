create function touch_updated_at() returns trigger
language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

create trigger accounts_touch_updated_at before update on accounts
  for each row execute function touch_updated_at();

create trigger subscriptions_touch_updated_at before update on subscriptions
  for each row execute function touch_updated_at();

create trigger invoices_touch_updated_at before update on invoices
  for each row execute function touch_updated_at();

create trigger payment_methods_touch_updated_at before update on payment_methods
  for each row execute function touch_updated_at();
