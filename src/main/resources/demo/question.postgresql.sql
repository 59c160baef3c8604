-- The question of question.sql, asked of the source: the answer that the lake must give.
select quarter, provider, country, orders, revenue_eur
from (
    select *, row_number() over (partition by quarter order by revenue_eur desc, provider) as place
    from (
        select
            to_char(o.ordered_at at time zone 'UTC', 'YYYY"-Q"Q') as quarter,
            p.name as provider,
            p.country as country,
            count(distinct o.id) as orders,
            round(sum(i.line_total * (1 - o.discount) * c.eur_rate), 2) as revenue_eur
        from order_items i
        join orders o on o.id = i.order_id
        join wares w on w.id = i.ware_id
        join providers p on p.id = w.provider_id
        join currencies c on c.code = o.currency
        where o.status <> 'cancelled'
        group by quarter, p.name, p.country
    ) quarters
) places
where place = 1
order by quarter
