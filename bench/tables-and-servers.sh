# What bench/small-tables.sh and bench/due-at-once.sh share: servers on this machine, and many small tables with their table files.

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
work=$(mktemp -d)
mkdir "$work/routes"

# Starts `caravan local` with PostgreSQL on free ports and sets the environment for it; both end with the script.
start_servers() {
    # Builds and warms up, if that is needed, before anything is measured; there is no such folder.
    "$root/caravan" export --routes "$work/none" none 2>/dev/null || true
    "$root/caravan" local --postgres --s3-port 0 --glue-port 0 --postgres-port 0 --dir "$work/lake" \
        >"$work/lake.env" 2>"$work/local.log" &
    servers=$!
    # shellcheck disable=SC2064 # the values of now
    trap "kill $servers 2>/dev/null; wait $servers 2>/dev/null || true; rm -rf '$work'" EXIT

    for _ in $(seq 600); do
        if grep -q CARAVAN_SOURCE_DEFAULT_PASSWORD "$work/lake.env"; then break; fi
        kill -0 $servers 2>/dev/null || { cat "$work/local.log" >&2; exit 1; }
        sleep 0.1
    done
    # shellcheck source=/dev/null
    . "$work/lake.env"
    export CARAVAN_MANAGEMENT_PORT=${CARAVAN_MANAGEMENT_PORT:-0} CARAVAN_STAGING_DIR=$work/staging
    export CARAVAN_LAKE_PREFIX=bench/
}

# Makes $1 tables of $2 rows, and a table file with the schedule $3 for each.
make_tables() {
    local java=${CARAVAN_JAVA_HOME:-${JAVA_HOME:-}} number
    java=${java:+$java/bin/}java
    for number in $(seq -w "$1"); do
        cat <<SQL
CREATE TABLE small_$number (id bigint PRIMARY KEY, name text NOT NULL, price numeric(12,2), made timestamptz, note text);
INSERT INTO small_$number SELECT n, 'name ' || n, n * 1.25, timestamptz '2026-01-01 00:00Z' + n * interval '1 hour',
  CASE WHEN n % 3 = 0 THEN NULL ELSE repeat('x', n % 40) END FROM generate_series(1, $2) n;
SQL
        cat >"$work/routes/small_$number.camel.yaml" <<YAML
- templatedRoute:
    routeTemplateRef: table-to-lake
    routeId: small_$number
    parameters:
      - { name: table,    value: public.small_$number }
      - { name: schedule, value: "$3" }
      - { name: catalog,  value: ${BENCH_CATALOG:-crawler} }
YAML
    done | "$java" -cp "$root/target/lib/*" "$root/bench/RunSql.java"
}

