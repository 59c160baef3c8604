-- How many wares were looked at, put into the cart and ordered in the last weeks of 2025? For DuckDB, over the files of the partitions that
-- the catalog lists: only the folders of these weeks are opened. weeks.postgresql.sql asks the source the same: the rows must be equal.
select
    strftime(dt_start_week, '%Y-%m-%d') as week,
    count(*) filter (where kind = 'view ware') as viewed,
    count(*) filter (where kind = 'add to cart') as in_cart,
    count(*) filter (where kind = 'place order') as ordered
from read_parquet('{events}')
where dt_start_week between date '2025-12-01' and date '2025-12-28'
group by dt_start_week
order by week
