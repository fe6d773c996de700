set local lock_timeout = '2s';

alter table payments drop constraint payments_dispute_within_amount;

alter table payments add constraint payments_dispute_within_amount
  check (disputed_amount between 0 and amount) not valid;
