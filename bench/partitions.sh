#!/usr/bin/env bash
# Measures partitioned tables: time, memory and files of one `caravan export` for each number of partitions, of rows that lie together
# (a table that grows by time) and of rows that lie all over the table.
#
#   bench/partitions.sh [ROWS [PARTITIONS...]]      500000 rows; 1, 10, 1000 and 50000 partitions by default
#
#   CARAVAN_JAVA_HOME, CARAVAN_JAVA_OPTS   as the launcher takes them
#   BENCH_CATALOG   the parameter catalog of the table files (glue: every partition is registered)
#
# PostgreSQL, S3 and Glue are those of `caravan local`, on free ports and on the same machine.
set -euo pipefail

# shellcheck source=bench/tables-and-servers.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/tables-and-servers.sh"
rows=${1:-500000}
if [[ $# -gt 1 ]]; then partitions=("${@:2}"); else partitions=(1 10 1000 50000); fi
catalog=${BENCH_CATALOG:-glue}
java=${CARAVAN_JAVA_HOME:-${JAVA_HOME:-}} java=${java:+$java/bin/}java
start_servers

make_table() { # name, SQL of the partition of row i, number of partitions
    cat <<SQL
CREATE TABLE $1 AS SELECT i AS id, $2 AS p, md5(i::text) AS words, (i * 1.25)::numeric(14,2) AS price,
  timestamptz '2026-01-01 00:00Z' + i * interval '1 second' AS made FROM generate_series(0, $rows - 1) i;
ANALYZE $1;
SQL
    cat >"$work/routes/$1.camel.yaml" <<YAML
- templatedRoute:
    routeTemplateRef: table-to-lake
    routeId: $1
    parameters:
      - { name: table,       value: public.$1 }
      - { name: schedule,    value: "0 0 0 1 1 ? 2099" }
      - { name: catalog,     value: $catalog }
      - { name: readers,     value: 1 }
YAML
    if [[ $3 -gt 1 ]]; then echo "      - { name: partitionBy, value: p }" >>"$work/routes/$1.camel.yaml"; fi
}
for number in "${partitions[@]}"; do
    make_table "together_$number" "(i * $number::bigint / $rows)::int" "$number"
    make_table "scattered_$number" "(i::bigint * 7919 % $number)::int" "$number"
done | "$java" -cp "$root/target/lib/*" "$root/bench/RunSql.java"

# The largest resident set of the Java process below a process, in MB, once it has ended.
watch_memory() {
    local most=0 now pid
    while kill -0 "$1" 2>/dev/null; do
        for pid in "$1" $(cat /proc/"$1"/task/*/children 2>/dev/null || true); do
            now=$(awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$pid/status" 2>/dev/null || true)
            if [[ ${now:-0} -gt $most ]]; then most=$now; fi
        done
        sleep 0.1
    done
    echo "$most" >"$work/memory"
}

echo "$rows rows, catalog $catalog, $(nproc) cores"
printf '%-18s %10s %12s %12s %8s %s\n' table 'wall s' 'CPU s ours' 'peak RSS MB' files 'read s, publish s'
for number in "${partitions[@]}"; do
    for kind in together scattered; do
        table=${kind}_$number
        TIMEFORMAT='%R %U %S'
        { time "$root/caravan" export --json --routes "$work/routes" "$table" >"$work/out" 2>"$work/err"; } 2>"$work/times" &
        export=$!
        watch_memory $export
        wait $export || { tail -n 5 "$work/out" >&2; tail -n 20 "$work/err" >&2; exit 1; }
        manifest=$(find "$work/lake" -path "*_caravan/$table/runs/*.json" | head -1)
        files=$(find "$work/lake" -path "*/bench/$table/*" -name '*.parquet' | wc -l)
        seconds=$(tr -d ' \n' <"$manifest" | sed 's/.*"seconds":{"plan":[0-9.]*,"read":\([0-9.]*\),"publish":\([0-9.]*\)}.*/\1, \2/')
        read -r wall user system <"$work/times"
        printf '%-18s %10s %12s %12s %8s %s\n' "$table" "$wall" "$(awk "BEGIN { print $user + $system }")" \
            "$(cat "$work/memory")" "$files" "$seconds"
    done
done
