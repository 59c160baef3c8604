#!/usr/bin/env bash
# Measures many small tables: how long their route files take to load, and how long one `caravan export --all` takes.
#
#   bench/small-tables.sh [TABLES [ROWS]]      1000 tables of 100 rows by default
#
#   CARAVAN_JAVA_HOME, CARAVAN_JAVA_OPTS   as the launcher takes them
#   BENCH_RUNS      how many exports, one after the other (2: the first makes every object, the second replaces it)
#   BENCH_CATALOG   the parameter catalog of the table files (crawler)
#
# PostgreSQL, S3 and Glue are those of `caravan local`, on free ports and on the same machine: their CPU time is part of what
# is measured as wall time, and is shown beside ours.
set -euo pipefail

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
tables=${1:-1000} rows=${2:-100}
work=$(mktemp -d)
mkdir "$work/routes"

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

java=${CARAVAN_JAVA_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}java
for number in $(seq -w "$tables"); do
    cat <<SQL
CREATE TABLE small_$number (id bigint PRIMARY KEY, name text NOT NULL, price numeric(12,2), made timestamptz, note text);
INSERT INTO small_$number SELECT n, 'name ' || n, n * 1.25, timestamptz '2026-01-01 00:00Z' + n * interval '1 hour',
  CASE WHEN n % 3 = 0 THEN NULL ELSE repeat('x', n % 40) END FROM generate_series(1, $rows) n;
SQL
    cat >"$work/routes/small_$number.camel.yaml" <<YAML
- templatedRoute:
    routeTemplateRef: table-to-lake
    routeId: small_$number
    parameters:
      - { name: table,    value: public.small_$number }
      - { name: schedule, value: "0 0 0/12 * * ?" }
      - { name: catalog,  value: ${BENCH_CATALOG:-crawler} }
YAML
done | "$java" -cp "$root/target/lib/*" "$root/bench/RunSql.java"

# Prints a line of the result: what, wall seconds, CPU seconds of the process, CPU seconds of the servers meanwhile.
cpu_of_servers() { # user and system time of the stack and of PostgreSQL's processes, in clock ticks
    local ticks=0 stat
    for pid in $(all_of $servers); do
        stat=$(sed 's/.*) //' "/proc/$pid/stat" 2>/dev/null || true)
        # shellcheck disable=SC2086 # fields 14 to 17 of proc(5), those of ended children among them
        set -- $stat
        [[ $# -lt 15 ]] || ticks=$((ticks + ${12} + ${13} + ${14} + ${15}))
    done
    echo $ticks
}
all_of() {
    local children child
    echo "$1"
    read -ra children < <(cat /proc/"$1"/task/*/children 2>/dev/null | tr '\n' ' ') || true
    for child in "${children[@]}"; do all_of "$child"; done
}
measure() {
    local what=$1 before after times status=0
    shift
    before=$(cpu_of_servers)
    times=$({ TIMEFORMAT='%R %U %S'; time "$@" >"$work/out" 2>"$work/err"; } 2>&1) || status=$?
    after=$(cpu_of_servers)
    awk -v what="$what" -v times="$times" -v ticks=$((after - before)) -v hertz="$(getconf CLK_TCK)" -v status="$status" 'BEGIN {
        split(times, t, " ")
        printf "%-28s %6.1f s wall, %6.1f s CPU ours, %6.1f s CPU servers, exit code %d\n", what, t[1], t[2] + t[3], ticks / hertz, status }'
    if [[ $status -ne 0 ]]; then tail -5 "$work/out" "$work/err" >&2; fi
}

echo "$tables tables of $rows rows, $(nproc) cores"
measure 'validate --offline' "$root/caravan" validate --offline --routes "$work/routes"
for run in $(seq "${BENCH_RUNS:-2}"); do
    measure "export --all, run $run" "$root/caravan" export --all --json --routes "$work/routes"
done
