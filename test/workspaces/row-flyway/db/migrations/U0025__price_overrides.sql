SET LOCAL lock_timeout = '2s';

DROP TABLE price_overrides;
DROP EXTENSION btree_gist;
