-- PostgreSQL cannot take a label out of an enum, so the type is made anew without it. The cast fails, and
-- nothing is changed, while a payment method still is a SEPA mandate: those must be moved by hand first.
set local lock_timeout = '2s';

alter type payment_method_kind rename to payment_method_kind_with_sepa;
create type payment_method_kind as enum ('card', 'bank_transfer', 'direct_debit');

alter table payment_methods
  alter column kind type payment_method_kind using kind::text::payment_method_kind;

drop type payment_method_kind_with_sepa;
