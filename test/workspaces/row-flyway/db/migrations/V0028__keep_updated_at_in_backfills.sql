-- A backfill is not a change that a customer made: it says SET LOCAL app.keep_updated_at = 'on' and the
-- timestamps stay, so that integrations which poll "changed since" do not fetch everything again.
create or replace function touch_updated_at() returns trigger
language plpgsql as $$
begin
  if current_setting('app.keep_updated_at', true) = 'on' then
    return new;
  end if;
  new.updated_at := now();
  return new;
end;
$$;
