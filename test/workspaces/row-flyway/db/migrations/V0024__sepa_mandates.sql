alter type payment_method_kind add value 'sepa_mandate' after 'direct_debit';
