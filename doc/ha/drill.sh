#!/usr/bin/env bash
# The drill of a dead primary: three PostgreSQL under Patroni with etcd and HAProxy, two programs, four people who save;
# the primary is killed again and again, and every save that was confirmed is looked for.
#
#   doc/ha/drill.sh PROGRAM [ROUNDS]      (default 5; all on this machine, in a folder of its own, removed at the end)
#
# Needs Debian's patroni etcd-server haproxy postgresql and python3. As root it runs PostgreSQL as the user postgres.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bin=$(realpath "${1:?which program: the path of giamngheo}")
rounds=${2:-5}
commune=31231 http=18440 a=18441 b=18442 db=15540
work=$(mktemp -d /tmp/giamngheo-ha.XXXXXX)
chmod 755 "$work"
pgbin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then as() { runuser -u postgres -- "$@"; }; chown postgres "$work"; fi
export PGPASSWORD=drill
url="postgres://postgres:drill@127.0.0.1:$db/giamngheo"

stop() {
  touch "$work/stop" 2>/dev/null || true
  for f in "$work"/*.pid; do [ -f "$f" ] && kill "$(cat "$f")" 2>/dev/null || true; done
  sleep 2
  pkill -9 -f "$work" 2>/dev/null || true
  [ "${KEEP:-}" ] || rm -rf "$work"
}
trap stop EXIT

until_true() { # SECONDS COMMAND…: waits until a command succeeds
  local n=$(( $1 * 10 )); shift
  for _ in $(seq $n); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done
  echo "not within time: $*" >&2; return 1
}
leader() { # the number of the node that leads
  for n in 1 2 3; do curl -fs -m 1 -o /dev/null "http://127.0.0.1:854$n/primary" && { echo $n; return 0; }; done
  return 1
}
sync_ready() { curl -fs -m 1 "http://127.0.0.1:854$(leader)/cluster" | grep -q '"role": *"sync_standby"'; }
more() { [ "$(wc -l <"$work/confirmed")" -gt "$1" ]; }
node() { # starts a node
  as sh -c "exec patroni '$work/node$1/patroni.yml' >>'$work/node$1/log' 2>&1" &
}

as etcd --data-dir "$work/etcd" --listen-client-urls http://127.0.0.1:23790 --advertise-client-urls http://127.0.0.1:23790 \
  --listen-peer-urls http://127.0.0.1:23800 >"$work/etcd.log" 2>&1 &
echo $! >"$work/etcd.pid"
until_true 20 curl -fs http://127.0.0.1:23790/health
for n in 1 2 3; do
  as mkdir -p "$work/node$n"
  sed -e "s#NODE#node$n#; s#PG_PORT#554$n#g; s#REST_PORT#854$n#g; s#PEER#$work/node$n#g; s#BIN_DIR#$pgbin#; s#PASSWORD#drill#g" \
    "$here/patroni.yml" | as tee "$work/node$n/patroni.yml" >/dev/null
  node $n
done
sed -e "s#PEOPLE_DOOR#$http#; s#PROGRAM_A#$a#; s#PROGRAM_B#$b#; s#DATABASE_DOOR#$db#" "$here/haproxy.cfg" >"$work/haproxy.cfg"
haproxy -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
echo $! >"$work/haproxy.pid"
until_true 90 sync_ready
until_true 20 psql -qh 127.0.0.1 -p $db -U postgres -c "CREATE DATABASE giamngheo"

# a new office of Cần Thơ, with its administrator
key="$work/office.key"
"$bin" user add quantri --name "Người quản trị" --province 92 --db "$url" --key "$key" >"$work/user.log" 2>&1
temporary=$(grep -oE '[0-9a-z]{4}(-[0-9a-z]{4}){3}' "$work/user.log")
for s in $a $b; do
  "$bin" serve --province 92 --db "$url" --key "$key" --files "$work/files$s" --addr 127.0.0.1:$s --proxies 127.0.0.1/32 >"$work/serve$s.log" 2>&1 &
  echo $! >"$work/serve$s.pid"
done
until_true 60 curl -fs -o /dev/null http://127.0.0.1:$a/readyz
until_true 60 curl -fs -o /dev/null http://127.0.0.1:$b/readyz

python3 "$here/load.py" http://127.0.0.1:$http "$work/confirmed" "$work/stop" "$temporary" "$commune" 2>"$work/load.log" &
load=$!
sleep 5
for round in $(seq "$rounds"); do
  n=$(leader)
  at=$(date +%s.%N)
  # the node dies whole: Patroni and its PostgreSQL, in the midst of writes
  pkill -9 -f "$work/node$n/patroni.yml" || true
  pkill -9 -f "$work/node$n/data" || true
  until_true 120 leader
  promoted=$(date +%s.%N)
  before=$(wc -l <"$work/confirmed")
  until_true 60 more "$before"
  python3 - "$work/confirmed" "$at" "$promoted" "$round" "$n" <<'P'
import sys
at, promoted = float(sys.argv[2]), float(sys.argv[3])
when = [float(l.split()[0]) for l in open(sys.argv[1])]
last = max(t for t in when if t < promoted)
first = min(t for t in when if t > promoted)
print(f"round {sys.argv[4]}: node{sys.argv[5]} killed, another leads after {promoted - at:.1f} s, the first save "
      f"{first - promoted:.1f} s later; no save for {first - last:.1f} s")
P
  node "$n"
  until_true 120 sync_ready
  sleep 3
done
touch "$work/stop"
wait $load || true

psql -qAth 127.0.0.1 -p $db -U postgres -d giamngheo -c "SELECT id FROM household" | sort >"$work/kept"
cut -d' ' -f2 "$work/confirmed" | { grep -v told || true; } | sort -u >"$work/said"
lost=$(comm -23 "$work/said" "$work/kept" | wc -l)
# every form was confirmed once, at the last try: whatever more there is was saved when it was sent again
twice=$(($(wc -l <"$work/kept") - $(wc -l <"$work/confirmed")))
echo "$rounds primaries killed, $(wc -l <"$work/confirmed") forms confirmed, $lost lost, $twice households more than forms"
for s in $a $b; do kill "$(cat "$work/serve$s.pid")" 2>/dev/null || true; done
wait "$(cat "$work/serve$a.pid")" "$(cat "$work/serve$b.pid")" 2>/dev/null || true
"$bin" verify --db "$url" --key "$key" | tail -3
[ -s "$work/said" ] && [ "$lost" = 0 ] && [ "$twice" = 0 ]
