-- Who trades: countries, currencies, taxes, organizations, their users, providers and what they offer.

-- A number from 0 to size - 1 that depends on the row's number and on what it is for (the salt), and on nothing else.
create function pg_temp.h(n bigint, salt integer, size integer) returns integer language sql immutable
as $$ select ((hashint8extended(n, salt) & 9223372036854775807) % size)::integer $$;

create function pg_temp.pick(words text[], n bigint, salt integer) returns text language sql immutable
as $$ select words[1 + ((hashint8extended(n, salt) & 9223372036854775807) % cardinality(words))::integer] $$;

create temporary table country (i, code, currency, city, legal_form, locale, zone, vat) as values
    (0, 'DE', 'EUR', 'Köln', 'GmbH', 'de-DE', 'Europe/Berlin', 0.19),
        (1, 'FR', 'EUR', 'Lyon', 'SAS', 'fr-FR', 'Europe/Paris', 0.20),
    (2, 'IT', 'EUR', 'Forlì', 'S.r.l.', 'it-IT', 'Europe/Rome', 0.22),
        (3, 'ES', 'EUR', 'A Coruña', 'S.L.', 'es-ES', 'Europe/Madrid', 0.21),
    (4, 'NL', 'EUR', '''s-Hertogenbosch', 'B.V.', 'nl-NL', 'Europe/Amsterdam', 0.21),
        (5, 'AT', 'EUR', 'Sankt Pölten', 'GmbH', 'de-AT', 'Europe/Vienna', 0.20),
    (6, 'FI', 'EUR', 'Jyväskylä', 'Oy', 'fi-FI', 'Europe/Helsinki', 0.255),
        (7, 'GB', 'GBP', 'King''s Lynn', 'Ltd', 'en-GB', 'Europe/London', 0.20),
    (8, 'CH', 'CHF', 'Zürich', 'AG', 'de-CH', 'Europe/Zurich', 0.081),
        (9, 'PL', 'PLN', 'Łódź', 'sp. z o.o.', 'pl-PL', 'Europe/Warsaw', 0.23),
    (10, 'CZ', 'CZK', 'Plzeň', 's.r.o.', 'cs-CZ', 'Europe/Prague', 0.21),
        (11, 'SE', 'SEK', 'Göteborg', 'AB', 'sv-SE', 'Europe/Stockholm', 0.25),
    (12, 'NO', 'NOK', 'Tromsø', 'AS', 'nb-NO', 'Europe/Oslo', 0.25),
        (13, 'DK', 'DKK', 'Århus', 'A/S', 'da-DK', 'Europe/Copenhagen', 0.25),
    (14, 'US', 'USD', 'Coeur d''Alene', 'Inc.', 'en-US', 'America/Chicago', 0.0),
        (15, 'JP', 'JPY', '大阪', '株式会社', 'ja-JP', 'Asia/Tokyo', 0.10);

insert into currencies
select code, name, symbol, minor, rate, (rate::text || market_digits)::numeric,
    timestamptz '2025-12-31 15:00Z' + make_interval(secs => i * 0.000001),
    jsonb_build_object('base', 'EUR', 'rates', (
        select jsonb_agg(jsonb_build_object('month', to_char(date '2025-01-01' + make_interval(months => m), 'YYYY-MM'),
            'rate', round(rate * (970 + pg_temp.h(i * 12 + m, 1, 61)) / 1000, 6)) order by m)
        from generate_series(0, 11) m where code <> 'EUR'))
from (values
    (1, 'EUR', 'Euro', '€', 2, 1.0, ''), (2, 'USD', 'US dollar', '$', 2, 0.851, '4271'),
        (3, 'GBP', 'Pound sterling', '£', 2, 1.1462, '88'),
    (4, 'CHF', 'Swiss franc', null, 2, 1.0736, '5'), (5, 'PLN', 'Polish złoty', 'zł', 2, 0.2371, '90113'),
        (6, 'CZK', 'Czech koruna', 'Kč', 2, 0.04126, '3377'),
    (7, 'SEK', 'Swedish krona', 'kr', 2, 0.0925, '0004'), (8, 'NOK', 'Norwegian krone', 'kr', 2, 0.08447, '219'),
        (9, 'DKK', 'Danish krone', 'kr.', 2, 0.13389, ''),
    (10, 'JPY', 'Japanese yen', '¥', 0, 0.005431, '772209418'), (11, 'KWD', 'Kuwaiti dinar', 'د.ك', 3, 2.7717, '12'),
    (12, 'IDR', 'Indonesian rupiah', 'Rp', 2, 0.00005091, '6043216655')
) c (i, code, name, symbol, minor, rate, market_digits);

insert into taxes
select row_number() over (order by i, kind), code, kind,
    case kind when 'standard' then vat when 'zero' then 0 else round(vat * share, 3) end,
    code || ' ' || kind || ' rate', date '2021-01-01' + pg_temp.h(i, 2, 900),
        case when kind = 'super-reduced' then date '2025-06-30' end
from country cross join (values (tax_kind 'standard', 1), ('reduced', 0.45), ('super-reduced', 0.2),
    ('zero', 0)) k (kind, share);

insert into organizations overriding system value
select n, md5('organization ' || n)::uuid,
    pg_temp.pick('{Nordwind,Atlas,Müller & Söhne,Blue Harbor,Sankt Georg,Étoile,Ångström,'
        'Łukasz,Rossi,O''Hara,Ibérica,"Quick \"Q\" Supply",Sakura,Alpen,Fjord,Meridian}', n, 3)
        || ' '
        || pg_temp.pick('{Logistics,Foods,Clinics,Bau,Energy,Textiles,Optik,Schools,Hotels,Rail,Pharma,Robotics}', n, 4)
        || ' ' || n || ' ' || legal_form,
    code, city, currency, case when pg_temp.h(n, 5, 10) > 0 then code
        || lpad(pg_temp.h(n, 6, 999999999)::text, 9, '0') end,
    case when pg_temp.h(n, 7, 8) > 0 then round(pg_temp.h(n, 8, 2000000) * 5.25, 2) end,
        (array[0, 14, 30, 60])[1 + pg_temp.h(n, 9, 4)],
    case when pg_temp.h(n, 10, 6) > 0 then pg_temp.h(n, 11, 5000) / 1000.0::float8 end,
    case pg_temp.h(n, 12, 6) when 0 then null when 1 then '{}' when 2 then array['vip', null, 'public sector']
        when 3 then array['new', 'a "quoted", tag', '']
        else array[pg_temp.pick('{retail,industry,health,grün}', n, 13)] end,
    array(select 1000 + pg_temp.h(n * 8 + c, 14, 900) from generate_series(1, pg_temp.h(n, 15, 5)) c),
    jsonb_build_object('invoices', jsonb_build_object('format', pg_temp.pick('{pdf,xrechnung,edifact}', n, 16),
        'split', n % 3 = 0), 'theme', null, 'limit', n * 1.5),
    case when n > 100 and pg_temp.h(n, 17, 5) = 0 then 1 + pg_temp.h(n, 18, 100) end,
    case when pg_temp.h(n, 19, 9) > 0 then date '1868-04-01' + pg_temp.h(n, 20, 56000) end,
    pg_temp.h(n, 21, 20) > 0, timestamptz '2019-01-01 08:00Z'
        + make_interval(secs => pg_temp.h(n, 22, 180000000) + 0.001 * pg_temp.h(n, 23, 1000))
from generate_series(1, 2000) n join country on i = pg_temp.h(n, 24, 16) order by n;

insert into users
select n, o.id,
    pg_temp.pick('{anna,benoit,chiara,inigo,daan,eero,fiona,grazyna,hynek,asa,soren,jane,hanako,olga,zoe,celik}', n, 47)
        || '.' || n || '@org' || o.id || '.example',
    first || ' ' || pg_temp.pick('{Schmidt,Dubois,Ferrari,García,de Vries,Virtanen,O''Neill,Nowak,Novák,'
        'Lindqvist,Østergård,Smith,山田,Иванова,Öztürk,"D''Angelo \"Dee\"",Li 🚚}', n, 31),
    (enum_range(null::user_role))[1 + least(4, pg_temp.h(n, 32, 9) * pg_temp.h(n, 33, 9) / 10)], c.locale,
    case when pg_temp.h(n, 34, 3) > 0 then '+' || (30 + pg_temp.h(n, 35, 60)) || ' '
        || lpad(pg_temp.h(n, 36, 99999999)::text, 8, '0') end,
    case when pg_temp.h(n, 37, 4) = 0 then 50 * (1 + pg_temp.h(n, 38, 400)) + 0.5 end,
    case pg_temp.h(n, 39, 4) when 0 then null when 1 then '{"b": 1,  "a": [ ]}'
        else json_build_object('language', left(c.locale, 2), 'columns', array['sku', 'name', 'price'], 'pageSize',
            25 * (1 + n % 4)) end,
    case when n % 50 = 0 then '' when pg_temp.h(n, 40, 3) = 0 then decode('89504e47' || md5('avatar ' || n), 'hex') end,
    case when pg_temp.h(n, 41, 2) = 0 then time '06:00' + make_interval(mins => 15 * pg_temp.h(n, 42, 20)) end,
    case when pg_temp.h(n, 43, 8) > 0 then timestamptz '2025-12-31 23:59:59.999999Z'
        - make_interval(secs => pg_temp.h(n, 44, 30000000) + pg_temp.h(n, 45, 1000000) / 1000000.0) end,
    timestamp '2019-02-01 09:00' + make_interval(mins => pg_temp.h(n, 46, 3000000))
from generate_series(1, 20000) n
join organizations o on o.id = 1 + pg_temp.h(n, 30, 2000)
join country c on c.code = o.country
cross join lateral pg_temp.pick('{Anna,Benoît,Chiara,Íñigo,Daan,Eero,Fiona,Grażyna,'
    'Hynek,Åsa,Søren,Jane,花子,Ольга,Zoë,Çelik}', n, 47) first order by n;

insert into providers
select n, 'P' || code || n,
    pg_temp.pick('{Hansa,Vulkan,Sørensen,Kowalski,Delta,Granit,Lumière,Tanaka,Pioneer,Bianchi,Orion,Zephyr}', n, 51)
    || ' '
        || pg_temp.pick('{Tools,Office,Safety,Components,Metals,Paper,Networks,Catering,Chemicals,Supply}', n, 52)
            || ' ' || n || ' ' || legal_form,
    code, currency, case when n % 11 > 0 then 'sales@provider' || n || '.example' end,
        case when pg_temp.h(n, 53, 4) > 0 then 25 * pg_temp.h(n, 54, 40) + 0.99 end,
    1 + pg_temp.h(n, 55, 30), case when pg_temp.h(n, 56, 7) > 0 then (700 + pg_temp.h(n, 57, 300)) / 1000.0::float4 end,
    case n % 4 when 0 then '{}' when 1 then '{ISO 9001}' when 2 then '{ISO 9001,NULL,"EMAS, \"green\""}'
        else '{CE,REACH,FSC®}' end::text[],
    case when n % 7 > 0 then array(select d from generate_series(1, 5) d where pg_temp.h(n * 5 + d, 58, 3) > 0) end,
    case when n % 5 > 0 then jsonb_build_object('discount', 0.01 * (n % 8), 'net', 30, 'penalty',
        jsonb_build_array(n % 3, null, 'per week')) end,
    date '2020-01-01' + pg_temp.h(n, 59, 1500), case
        when pg_temp.h(n, 60, 3) = 0 then date '2026-01-01' + pg_temp.h(n, 61, 900) end
from generate_series(1, 300) n join country on i = pg_temp.h(n, 62, 16) order by n;

insert into wares (id, provider_id, sku, name, description, category, unit, price, currency, vat, price_breaks,
    dimensions_mm, weight_kg, ean, stock, attributes, thumbnail,
    discontinued, updated_at)
select n, p.id, upper(left(thing, 3)) || '-' || lpad(n::text, 6, '0') || chr(65 + n % 26),
    pg_temp.pick('{Standard,Premium,Eco,Heavy-duty,Compact,Bürobedarf,Profi,½-inch,"19\" rack"}', n, 72) || ' '
        || thing,
    case pg_temp.h(n, 73, 5) when 0 then null when 1 then ''
        when 2 then E'Line one\nline two\twith a tab; "quotes", commas\\backslash'
        else thing || ' – '
            || pg_temp.pick('{robust and light,ships in 24 h 🚚,'
            '100 % recycled,for indoor use,Größe wählbar}', n, 74) end,
    (enum_range(null::ware_category))[1 + pg_temp.h(n, 75, 7)], (enum_range(null::unit))[1 + pg_temp.h(n, 76, 7)],
    price, p.currency, c.vat,
    case pg_temp.h(n, 77, 4) when 0 then null when 1 then '{}' when 2 then array[price, round(price * 0.95, 4), null]
        else array[round(price * 0.98, 4)] end,
    case when pg_temp.h(n, 78, 5) > 0 then array[pg_temp.h(n, 79, 20000) / 10.0,
        case when n % 9 > 0 then pg_temp.h(n, 80, 8000) / 10.0 end, pg_temp.h(n, 81, 4000) / 10.0] end,
    case when pg_temp.h(n, 82, 6) > 0 then pg_temp.h(n, 83, 40000) / 1000.0::float4 end,
        case when pg_temp.h(n, 84, 8) > 0 then 4000000000000 + n * 7919::bigint end,
    pg_temp.h(n, 85, 5000), case when n % 6 > 0 then jsonb_build_object('colour',
        pg_temp.pick('{red,blue,anthrazit,"signal \"orange\""}', n, 86), 'warranty', n % 5,
        'rohs', n % 2 = 0, 'variants', jsonb_build_array(n, 'v' || n % 10)) end,
    case when n % 8 = 0 then decode(md5('thumbnail ' || n), 'hex') end,
    case when n % 13 > 0 then pg_temp.h(n, 87, 15) = 0 end,
        timestamptz '2024-06-01 00:00Z' + make_interval(secs => pg_temp.h(n, 88, 49000000))
from generate_series(1, 30000) n
join providers p on p.id = 1 + least(pg_temp.h(n, 70, 300), pg_temp.h(n, 71, 300))
join country c on c.code = p.country
join currencies u on u.code = p.currency
cross join lateral pg_temp.pick('{ballpoint pens,copy paper,hex bolt,safety helmet,nitrile gloves,'
    'network switch,patch cable,floor cleaner,steel sheet,cable ties,LED lamp,coffee beans,first-aid kit,'
    'power drill,label printer}', n, 89) thing
cross join lateral (select round((50 + pg_temp.h(n, 90, 1000) * pg_temp.h(n, 91, 1000) / 20) / 100.0 / u.eur_rate,
    case u.minor_units when 0 then 0 else 2 end) as price) x
order by n;

insert into "Odd Schema"."Price List"
select n, pg_temp.pick('{from,where,"order by",NULL?,"a;b","it''s"}', n, 95) || ' ' || n,
    case when n % 10 > 0 then pg_temp.h(n, 96, 99999999) / 100.0 end,
    case when n % 7 > 0 then pg_temp.h(n, 97, 99999) / 10.0 - 4999.9 end, case when n % 3 > 0 then n % 2 = 0 end,
        date '2025-01-01' + n % 365,
    case when n % 5 > 0 then n % 30 end, case n % 4 when 0 then null when 1 then '{}' when 2 then array['yes', null]
        else array['{"not": "json"}', E'tab\tand "quote"'] end
from generate_series(1, 1000) n order by n;
