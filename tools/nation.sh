#!/bin/sh
# nation.sh PROGRAM HOUSEHOLDS: makes a synthetic country, serves it, and prints how long its pages take and what memory.
set -eu
program=$1
households=$2
port=${PORT:-8529}
folder=$(mktemp -d /tmp/nation-measure-XXXXXX)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
server=
"$program" generate --nation --households "$households" --out "$folder/files"
"$program" serve --nation "$folder/files" --addr "127.0.0.1:$port" >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 100); do
  curl -s -o /dev/null "http://127.0.0.1:$port/healthz" && break
  sleep 0.1
done
cat "$folder/log"
for path in / '/?show=deprivation' '/?show=movement' '/?show=measure' /tinh/92 '/odata/communes?$top=5000&$format=csv' /so-lieu.xlsx; do
  for _ in 1 2 3 4 5; do
    curl -s -o /dev/null -w '%{time_total}\n' "http://127.0.0.1:$port$path"
  done | sort -n | awk -v p="$path" 'NR == 1 {min = $1} NR == 3 {mid = $1} END {printf "%-45s least %.1f ms, median %.1f ms, most %.1f ms\n", p, min * 1000, mid * 1000, $1 * 1000}'
done
grep VmHWM "/proc/$server/status"
