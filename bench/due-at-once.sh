#!/usr/bin/env bash
# Measures a pod in which many small tables are due in the same second: how long until each has published a run, whether one ran
# twice or was skipped, and the memory of the process.
#
#   bench/due-at-once.sh [TABLES [ROWS [SECONDS]]]   1000 tables of 100 rows by default, due 60 seconds after the start of the pod
#
#   CARAVAN_JAVA_HOME, CARAVAN_JAVA_OPTS   as the launcher takes them
#   BENCH_CATALOG   the parameter catalog of the table files (crawler)
#
# Exit code 1 when a table did not run exactly once within 15 minutes.
set -euo pipefail

# shellcheck source=bench/tables-and-servers.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/tables-and-servers.sh"
tables=${1:-1000} rows=${2:-100} seconds=${3:-60}
start_servers
make_tables "$tables" "$rows" 'DUE'

due=$(($(date +%s) + seconds))
sed -i "s/DUE/$(TZ=UTC date -d "@$due" '+%-S %-M %-H %-d %-m ? %Y')/" "$work"/routes/*.yaml
export CARAVAN_MANAGEMENT_PORT=19876
"$root/caravan" run --routes "$work/routes" >"$work/out" 2>"$work/err" &
pod=$!

# The sum of the samples on standard input whose line begins with $1.
sum_of() { awk -v start="$1" 'index($0, start) == 1 { sum += $NF } END { print sum + 0 }'; }

published=0 queued=0 ready=
while [[ $published -lt $tables && $(date +%s) -lt $((due + 900)) ]]; do
    kill -0 $pod 2>/dev/null || { tail -5 "$work/out" "$work/err" >&2; exit 1; }
    if curl -fsS "http://127.0.0.1:$CARAVAN_MANAGEMENT_PORT/observe/metrics" >"$work/metrics" 2>/dev/null; then
        ready=${ready:-$(date +%s)}
        published=$(sum_of 'caravan_runs_total{outcome="published"' <"$work/metrics")
        now=$(sum_of caravan_fires_queued <"$work/metrics")
        queued=$((now > queued ? now : queued))
    fi
    sleep 0.5
done
ended=$(date +%s)
sleep 5
curl -fsS "http://127.0.0.1:$CARAVAN_MANAGEMENT_PORT/observe/metrics" >"$work/metrics"
published=$(sum_of 'caravan_runs_total{outcome="published"' <"$work/metrics")
skipped=$(sum_of caravan_fires_skipped_total <"$work/metrics")
most=$(awk '/^caravan_runs_total\{outcome="published"/ && $NF > most { most = $NF } END { print most + 0 }' "$work/metrics")
memory=$(awk '/^VmHWM/ { print int($2 * 1.024 / 1000) }' "/proc/$pod/status")
kill $pod
wait $pod || true

echo "$tables tables of $rows rows, $(nproc) cores: answered $((ready - due + seconds)) s after its start, all published $((ended - due)) s" \
    "after they were due, $published runs, at most $most of one table, $queued queued at most, $skipped skipped, peak RSS $memory MB"
[[ $published -eq $tables && $most -eq 1 && $skipped -eq 0 ]]
