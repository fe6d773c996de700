set local lock_timeout = '2s';

alter table payments validate constraint payments_dispute_within_amount;
