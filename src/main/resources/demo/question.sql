-- Which provider's wares made the most revenue in each quarter, in EUR? For DuckDB, over the Parquet files of the lake.
-- Each {name} stands for the path or glob of that table's files and is replaced before the query runs, for example
-- {orders} by /lake/shop/orders/*.parquet. question.postgresql.sql asks the source the same: the rows must be equal.
select quarter, provider, country, orders, revenue_eur
from (
    select *, row_number() over (partition by quarter order by revenue_eur desc, provider) as place
    from (
        select
            -- Through the epoch, so that the quarter is UTC's on a machine of any time zone.
            strftime(make_timestamp(epoch_us(o.ordered_at)), '%Y') || '-Q'
                || quarter(make_timestamp(epoch_us(o.ordered_at))) as quarter,
            p.name as provider,
            p.country as country,
            count(distinct o.id) as orders,
            round(sum(cast(i.line_total as decimal(24, 4)) * (1 - o.discount) * c.eur_rate), 2) as revenue_eur
        from read_parquet('{order_items}') i
        join read_parquet('{orders}') o on o.id = i.order_id
        join read_parquet('{wares}') w on w.id = i.ware_id
        join read_parquet('{providers}') p on p.id = w.provider_id
        join read_parquet('{currencies}') c on c.code = o.currency
        where o.status <> 'cancelled'
        group by all
    )
)
where place = 1
order by quarter
