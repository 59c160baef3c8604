-- After the rows: keys, sequences, and the planner's knowledge, from which progress bars get their estimates.

alter table currencies add primary key (code);
alter table taxes add primary key (id);
alter table organizations add primary key (id), add unique (public_id);
alter table users add primary key (id);
alter table providers add primary key (id);
alter table wares add primary key (id), add foreign key (provider_id) references providers;
alter table requests add primary key (id);
alter table orders add primary key (id);
alter table order_items add primary key (order_id, line);
alter table purchase_orders add primary key (id);
alter table shippings add primary key (id);
alter table events add primary key (id, occurred_at);
alter table returns add primary key (id);
alter table "Odd Schema"."Price List" add primary key ("Id");
select setval(pg_get_serial_sequence('organizations', 'id'), (select max(id) from organizations));

-- A small sample is enough for row counts, which is what is asked of it.
set default_statistics_target = 10;
analyze;
