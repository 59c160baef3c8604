-- What they traded in 2025: requests, orders with their items, purchases from providers, shippings.

insert into requests
select n, u.id, u.organization_id, pg_temp.pick('{New,Replacement,Urgent:,Yearly,"Q3 \"refresh\":"}', n, 101) || ' '
        || pg_temp.pick('{laptops,gloves,Büromaterial,spare parts,coffee ☕,shelves,winter tyres}', n, 102),
    case pg_temp.h(n, 103, 4) when 0 then null when 1 then E'as agreed\r\nwith purchasing' else 'project '
        || pg_temp.h(n, 104, 500) end,
    status, case when pg_temp.h(n, 105, 5) > 0 then 100 + pg_temp.h(n, 106, 900000) / 100.0 end,
    case when pg_temp.h(n, 107, 3) > 0 then (asked at time zone 'UTC')::date + 7 + pg_temp.h(n, 108, 60) end,
    case pg_temp.h(n, 109, 3) when 0 then '{}'::integer[] when 1 then array[1 + pg_temp.h(n, 110, 20000)]
        else array[1 + pg_temp.h(n, 111, 20000), null, 1 + pg_temp.h(n, 112, 20000)] end,
    asked, case when status >= 'approved' then asked + make_interval(secs => 600 + pg_temp.h(n, 113, 400000)) end
from generate_series(1, 60000) n
join users u on u.id = 1 + pg_temp.h(n, 100, 20000)
cross join lateral (select timestamptz '2025-01-01 00:00Z'
    + make_interval(secs => n * 524 + pg_temp.h(n, 114, 524)) as asked,
    (enum_range(null::request_status))[1 + pg_temp.h(n, 115, 5)] as status) x
order by n;

insert into orders
select n, 'PO-' || to_char(at, 'YYYY') || '-' || lpad(n::text, 6, '0'),
    case when pg_temp.h(n, 121, 3) > 0 then 1 + n * 3 / 5 end, o.id, u.id,
    (enum_range(null::order_status))[1 + greatest(pg_temp.h(n, 122, 5),
        case when n < 90000 then 3 - pg_temp.h(n, 123, 2) else 0 end)], o.currency,
    case when pg_temp.h(n, 124, 4) = 0 then pg_temp.h(n, 125, 30) * 0.005 else 0 end, at, at at time zone c.zone,
    case pg_temp.h(n, 126, 6) when 0 then E'Please ring twice.\nRear entrance'
        when 1 then 'Lieferung bis 10 Uhr — "wichtig"' when 2 then '' end
from generate_series(1, 100000) n
join users u on u.id = 1 + pg_temp.h(n, 120, 20000)
join organizations o on o.id = u.organization_id
join country c on c.code = o.country
cross join lateral (select timestamptz '2025-01-01 00:00Z'
    + make_interval(secs => n * 315 + pg_temp.h(n, 127, 315) + pg_temp.h(n, 128, 1000000) / 1000000.0) as at) x
order by n;

-- A ware costs what its provider asks, in the currency of the order. Every provider has one quarter that is its season.
insert into order_items (order_id, line, ware_id, quantity, unit_price, tax_id)
select o.id, line, w.id, (1 + pg_temp.h(key, 133, 10) * pg_temp.h(key, 134, 6)) * case w.provider_id % 4
    when o.id / 25000 % 4 then 2 else 1 end, round(w.price * wc.eur_rate / oc.eur_rate, 4), t.id
from orders o
cross join lateral generate_series(1, 1 + pg_temp.h(o.id, 130, 5)) line
cross join lateral (select o.id * 8 + line as key) k
join wares w on w.id = 1 + pg_temp.h(key, 131, 30000)
join currencies wc on wc.code = w.currency
join currencies oc on oc.code = o.currency
join organizations g on g.id = o.organization_id
join taxes t on t.country = g.country and t.kind = case when pg_temp.h(key, 132, 5) = 0 then tax_kind 'reduced'
    else 'standard' end
order by o.id, line;

insert into purchase_orders
select md5('purchase ' || order_id || ' ' || provider_id)::uuid, order_id, provider_id, items, total, ledger_eur,
    case when order_id % 10 > 0 then order_id % 9 > 0 end, sent_on,
    case when order_id % 6 > 0 then sent_on + lead_time_days end
from (
    select i.order_id, w.provider_id, count(*) as items, round(sum(i.line_total), 2) as total,
        sum(i.line_total * c.eur_rate) as ledger_eur,
        (min(o.ordered_at) at time zone 'UTC')::date + 1 as sent_on, min(p.lead_time_days) as lead_time_days
    from order_items i
    join orders o on o.id = i.order_id
    join wares w on w.id = i.ware_id
    join providers p on p.id = w.provider_id
    join currencies c on c.code = o.currency
    where o.status <> 'cancelled'
    group by i.order_id, w.provider_id) x
order by order_id, provider_id;

insert into shippings
select row_number() over (order by o.id), o.id,
    pg_temp.pick('{DHL,UPS,DPD,GLS,PostNord,La Poste,ヤマト運輸}', o.id, 141),
        case when pg_temp.h(o.id, 142, 12) > 0 then upper(left(md5('track ' || o.id), 18)) end,
    case when o.status = 'delivered' then shipping_status 'delivered' when pg_temp.h(o.id, 143, 90) = 0 then 'lost'
        when pg_temp.h(o.id, 143, 90) < 30 then 'packed' else 'on its way' end,
    4.9 + pg_temp.h(o.id, 144, 12000) / 100.0, case
        when pg_temp.h(o.id, 145, 9) > 0 then pg_temp.h(o.id, 146, 900000) / 7000.0::float8 end,
        1 + pg_temp.h(o.id, 147, 4),
    case pg_temp.h(o.id, 148, 4) when 0 then null when 1 then '{}'
        when 2 then array[g.city, null, 'hub "' || pg_temp.h(o.id, 149, 40) || '"'] else array['Leipzig', g.city] end,
    jsonb_build_object('name', g.name, 'city', g.city, 'country', g.country, 'lines',
        jsonb_build_array('Dock ' || pg_temp.h(o.id, 150, 20), null)),
    sent, case when o.status = 'delivered' then sent + make_interval(hours => 20 + pg_temp.h(o.id, 151, 150)) end
from orders o
join organizations g on g.id = o.organization_id
cross join lateral (select o.ordered_at + make_interval(hours => 12 + pg_temp.h(o.id, 140, 100)) as sent) x
where o.status in ('shipped', 'delivered')
order by o.id;
