-- A domain with a check would rewrite the table when it is added as a column's type, hence plain numeric.
set local lock_timeout = '2s';

alter table payments
  add column disputed_amount numeric(14, 2) not null default 0,
  add column disputed_at timestamptz;

alter table payments add constraint payments_dispute_within_amount
  check (disputed_amount between 0 and amount) not valid;
