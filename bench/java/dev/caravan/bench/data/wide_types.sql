-- Sixteen columns of as many types. h is a number that looks random and is the same on every server; d, e and f are texts of such.
create table wide_types (
  id bigint not null,
  small smallint,
  number int,
  flag boolean,
  ratio double precision,
  price numeric(18,4),
  amount numeric(38,10),
  category text,
  digest text,
  name varchar(120),
  born date,
  seen timestamp,
  changed timestamptz,
  token uuid,
  payload jsonb,
  scores int[]
);
insert into wide_types
select i,
  (h % 30000)::smallint,
  h,
  h % 2 = 0,
  case when i % 50 <> 0 then h / 7.0::float8 end,
  h::numeric * 31 / 10000,
  h::numeric * 123456789.0123456789,
  (array['pending', 'packed', 'shipped', 'delivered', 'returned', 'cancelled', 'lost', 'held'])[1 + h % 8],
  d || e,
  case when i % 10 <> 0 then left(e || f || d || md5(f), 31 + h % 90) end,
  date '1970-01-01' + h % 30000,
  timestamp '2000-01-01' + h % 800000000 * interval '1 second' + h % 1000000 * interval '1 microsecond',
  timestamptz '2000-01-01 00:00+00' + h % 700000000 * interval '1 second',
  d::uuid,
  jsonb_build_object('id', i, 'kind', 'k' || h % 50, 'tags', jsonb_build_array(h % 7, h % 11), 'ok', h % 3 = 0,
    'note', f || md5(f) || d || e),
  case when i % 20 <> 0 then array[h % 100, h % 1000, h % 10000, h] end
from (select *, md5(e) f from (select *, md5(d) e from (
  select i, md5(i::text) d, abs(hashint4(i::int)::bigint)::int h from generate_series(1, {rows}) i offset 0) a offset 0) b offset 0) c
