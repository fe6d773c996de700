set local lock_timeout = '2s';

alter table payments drop constraint payments_dispute_within_amount;

alter table payments
  drop column disputed_at,
  drop column disputed_amount;
