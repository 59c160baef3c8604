-- Documents: ten short columns that say what they are, eight of long text, one so long that it leaves the row (TOAST).
create table long_text (
  id bigint not null,
  author int not null,
  kind text not null,
  language char(2) not null,
  state smallint not null,
  pages int not null,
  rating numeric(4,2),
  published boolean not null,
  written date not null,
  changed timestamptz not null,
  title text not null,
  subtitle text,
  abstract text not null,
  introduction text not null,
  methods text,
  results text not null,
  discussion text,
  summary text not null,
  body text not null
)
