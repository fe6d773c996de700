set local lock_timeout = '2s';

drop table coupon_redemptions;
drop table coupons;
