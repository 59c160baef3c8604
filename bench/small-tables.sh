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

# shellcheck source=bench/tables-and-servers.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/tables-and-servers.sh"
tables=${1:-1000} rows=${2:-100}
start_servers
make_tables "$tables" "$rows" '0 0 0/12 * * ?'

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
