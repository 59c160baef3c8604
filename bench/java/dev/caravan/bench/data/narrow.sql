-- Readings of sensors: few columns, many rows.
create table narrow (
  id bigint not null,
  seen timestamp not null,
  reading double precision not null
);
insert into narrow
select i,
  timestamp '2020-01-01' + i * interval '1 second' + abs(hashint4(i::int)::bigint) % 1000000 * interval '1 microsecond',
  (abs(hashint4(i::int)::bigint) % 100000) / 100.0::float8
from generate_series(1, {rows}) i
