-- The question of weeks.sql, asked of the source: the answer that the lake must give.
select
    to_char(date_trunc('week', occurred_at at time zone 'UTC'), 'YYYY-MM-DD') as week,
    count(*) filter (where kind = 'view ware') as viewed,
    count(*) filter (where kind = 'add to cart') as in_cart,
    count(*) filter (where kind = 'place order') as ordered
from events
where occurred_at at time zone 'UTC' >= '2025-12-01' and occurred_at at time zone 'UTC' < '2025-12-29'
group by week
order by week
