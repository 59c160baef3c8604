-- What users did in the shop's web pages: a million events, evenly over 2025.

insert into events
select n, timestamptz '2025-01-01 00:00Z' + interval '1 millisecond' * ((n - 1) * 31536::bigint
    + pg_temp.h(n, 201, 31000)), kind,
    case when pg_temp.h(n / 8, 202, 10) > 0 then 1 + pg_temp.h(n / 8, 203, 20000) end, md5('session ' || n / 8)::uuid,
    case when ware_id is null then '/' || replace(kind::text, ' ', '-') else '/wares/' || ware_id end, ware_id,
    case when pg_temp.h(n, 204, 12) > 0 then 3 + pg_temp.h(n, 205, 60) * pg_temp.h(n, 206, 60) end,
        200 + pg_temp.h(n, 207, 90000) * (1 + n % 3)::bigint,
    case kind when 'search' then jsonb_build_object('q',
        pg_temp.pick('{bolt,"19\" rack",Handschuhe,papier,ケーブル,café}', n, 208), 'hits', pg_temp.h(n, 209, 400))
        when 'error' then jsonb_build_object('code', 500 + n % 4, 'retry', n % 2 = 0)
            when 'add to cart' then jsonb_build_object('quantity', 1 + n % 12) end,
    case n % 9 when 0 then '{}'::text[] when 1 then '{mobile}' when 2 then '{mobile,NULL,beta}'
        when 3 then '{"a/b: \"B\""}' end
from (
    select n, kind, case when kind in ('view ware', 'add to cart') then 1 + pg_temp.h(n, 200, 30000) end as ware_id
    from generate_series(1, 1000000) n
    cross join lateral (select ('{login,search,search,search,'
        'view ware,view ware,view ware,view ware,view ware,add to cart,'
        'add to cart,place order,download,error}'::event_kind[])
        [1 + pg_temp.h(n, 210, 14)] as kind) k) e;
