set local lock_timeout = '2s';

drop table webhook_deliveries;
drop table webhook_endpoints;
