-- The sample database of the demo: a procurement shop. Organizations' users ask for wares (requests), order them
-- (orders, order_items), the shop buys them from providers (purchase_orders) and sends them (shippings).
--
-- Run schema.sql, parties.sql, trade.sql, events.sql and keys.sql in this order over one connection, each as a whole:
-- no psql commands are used, and the later ones use the temporary functions and tables of the earlier ones.
-- Needs PostgreSQL 13 or later and a database in UTF8. Every value is computed from hashes of row numbers and from
-- fixed dates, so every server and every load gives the same rows.
set client_min_messages = warning;
set TimeZone = 'UTC';
-- Compiling these statements takes longer than running them.
set jit = off;
set search_path = public;

create domain email_address as text check (value ~ '^[^@\s]+@[^@\s]+$');
create domain positive_amount as numeric(18,2) check (value > 0);

create type user_role as enum ('buyer', 'approver', 'admin', 'read only', 'owner''s deputy');
create type ware_category as enum ('office', 'tools', 'safety', 'IT & network', 'cleaning', 'raw material',
    'food "to go"');
create type unit as enum ('piece', 'pair', 'box of 10', 'kg', 'm', 'm²', 'litre');
create type request_status as enum ('draft', 'waiting', 'approved', 'declined', 'ordered');
create type order_status as enum ('placed', 'confirmed', 'shipped', 'delivered', 'cancelled');
create type shipping_status as enum ('packed', 'on its way', 'delivered', 'lost');
create type tax_kind as enum ('standard', 'reduced', 'super-reduced', 'zero');
create type event_kind as enum ('login', 'search', 'view ware', 'add to cart', 'place order', 'download', 'error');

create table currencies (
    code char(3) not null,
    name text not null,
    symbol varchar(4),
    minor_units smallint not null,
    eur_rate numeric(18,9) not null,
    -- As a market feed quotes it: each currency with digits of its own.
    market_rate numeric not null,
    quoted_at timestamptz not null,
    history jsonb not null
);

create table taxes (
    id smallint not null,
    country char(2) not null,
    kind tax_kind not null,
    rate numeric(5,4) not null,
    label text not null,
    valid_from date not null,
    valid_to date
);

create table organizations (
    id integer generated always as identity,
    public_id uuid not null,
    name text not null,
    country char(2) not null,
    city text not null,
    currency char(3) not null,
    vat_number varchar(16),
    credit_limit numeric(18,2),
    payment_days smallint not null,
    rating double precision,
    tags text[],
    cost_centers integer[] not null,
    settings jsonb not null,
    parent_id integer,
    founded date,
    active boolean not null,
    created_at timestamptz not null
);

create table users (
    id integer not null,
    organization_id integer not null,
    email email_address not null,
    full_name text not null,
    role user_role not null,
    locale char(8) not null,
    phone varchar(20),
    spending_limit positive_amount,
    preferences json,
    avatar bytea,
    digest_at time,
    last_login_at timestamptz,
    created_at timestamp not null
);

create table providers (
    id smallint not null,
    code char(8) not null,
    name text not null,
    country char(2) not null,
    currency char(3) not null,
    contact email_address,
    minimum_order numeric(9,2),
    lead_time_days smallint not null,
    on_time_share real,
    certificates text[] not null,
    delivery_days integer[],
    terms jsonb,
    contract_from date not null,
    contract_to date
);

create table wares (
    id integer not null,
    provider_id smallint not null,
    sku varchar(24) not null,
    name text not null,
    description text,
    category ware_category not null,
    unit unit not null,
    price numeric(12,4) not null,
    currency char(3) not null,
    vat numeric(5,4) not null,
    gross_price numeric(14,4) generated always as (round(price * (1 + vat), 4)) stored,
    price_breaks numeric(12,4)[],
    dimensions_mm numeric(7,1)[],
    weight_kg real,
    ean bigint,
    stock integer not null,
    attributes jsonb,
    thumbnail bytea,
    discontinued boolean,
    updated_at timestamptz not null
);

create table requests (
    id bigint not null,
    user_id integer not null,
    organization_id integer not null,
    title text not null,
    reason text,
    status request_status not null,
    budget numeric(18,2),
    needed_by date,
    approvers integer[] not null,
    created_at timestamptz not null,
    decided_at timestamptz
);

create table orders (
    id bigint not null,
    number char(14) not null,
    request_id bigint,
    organization_id integer not null,
    user_id integer not null,
    status order_status not null,
    currency char(3) not null,
    discount numeric(4,3) not null,
    ordered_at timestamptz not null,
    -- The buyer's wall clock, as printed on the order.
    ordered_local timestamp not null,
    note text
);

create table order_items (
    order_id bigint not null,
    line smallint not null,
    ware_id integer not null,
    quantity integer not null,
    unit_price numeric(12,4) not null,
    tax_id smallint not null,
    line_total numeric(18,4) generated always as (quantity * unit_price) stored
);

create table purchase_orders (
    id uuid not null,
    order_id bigint not null,
    provider_id smallint not null,
    items smallint not null,
    total numeric(18,2) not null,
    -- The ledger keeps EUR with every digit that the exchange gave.
    ledger_eur numeric(38,13) not null,
    confirmed boolean,
    sent_on date not null,
    due_on date
);

create table shippings (
    id bigint not null,
    order_id bigint not null,
    carrier text not null,
    tracking varchar(20),
    status shipping_status not null,
    cost numeric(9,2) not null,
    weight_kg double precision,
    parcels smallint not null,
    route text[],
    address jsonb not null,
    dispatched_at timestamptz not null,
    delivered_at timestamptz
);

-- One table for its readers; each quarter is a table of its own.
create table events (
    id bigint not null,
    occurred_at timestamptz not null,
    kind event_kind not null,
    user_id integer,
    session uuid not null,
    path varchar(60) not null,
    ware_id integer,
    duration_ms integer,
    bytes_sent bigint not null,
    payload jsonb,
    labels text[]
) partition by range (occurred_at);
create table events_2025_q1 partition of events for values from ('2025-01-01 00:00Z') to ('2025-04-01 00:00Z');
create table events_2025_q2 partition of events for values from ('2025-04-01 00:00Z') to ('2025-07-01 00:00Z');
create table events_2025_q3 partition of events for values from ('2025-07-01 00:00Z') to ('2025-10-01 00:00Z');
create table events_2025_q4 partition of events for values from ('2025-10-01 00:00Z') to ('2026-01-01 00:00Z');

-- Nothing was sent back yet: a table of no rows.
create table returns (
    id uuid not null,
    order_id bigint not null,
    line smallint not null,
    quantity integer not null,
    refund numeric(18,2),
    reasons text[],
    photos jsonb,
    received_at timestamptz
);

create schema "Odd Schema";
create table "Odd Schema"."Price List" (
    "Id" integer not null,
    "select" text not null,
    "unit price €" numeric(9,2),
    "Größe" numeric(5,1),
    "Ø 2"" pipe" boolean,
    "valid from" date not null,
    "🚚 days" smallint,
    "it's new" text[]
);
