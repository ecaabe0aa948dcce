#!/usr/bin/env bash
# The drill of an upgrade: two servers of one program on one PostgreSQL behind HAProxy, four people who save; one server
# after the other becomes the next program, with another law if a folder of it is given. Every save that was confirmed is
# looked for at the end, and none is there twice.
#
#   doc/ha/upgrade.sh OLD_PROGRAM NEW_PROGRAM [LAW_FOLDER]
#
# Needs Debian's haproxy postgresql python3 curl. As root it runs PostgreSQL as the user postgres.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
old=$(realpath "${1:?the program that runs}") new=$(realpath "${2:?the program that comes}") law=${3:+$(realpath "$3")}
commune=31231 http=18450 a=18451 b=18452 db=15542
work=$(mktemp -d /tmp/giamngheo-up.XXXXXX)
chmod 755 "$work"
pgbin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then as() { runuser -u postgres -- "$@"; }; chown postgres "$work"; fi
url="postgres://postgres@127.0.0.1:$db/giamngheo" key="$work/office.key"

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
ready() { curl -fs -o /dev/null "http://127.0.0.1:$1/readyz"; }
gone() { ! kill -0 "$(cat "$work/$1.pid")" 2>/dev/null; }
more() { [ "$(wc -l <"$work/confirmed")" -gt "$1" ]; }
serve() { # PROGRAM PORT FLAG…
  local program=$1 port=$2; shift 2
  "$program" serve --province 92 --db "$url" --key "$key" --files "$work/files$port" --addr 127.0.0.1:$port \
    --proxies 127.0.0.1/32 "$@" >>"$work/serve$port.log" 2>&1 &
  echo $! >"$work/$port.pid"
  until_true 90 ready "$port"
}
saved() { local n; n=$(wc -l <"$work/confirmed"); until_true 30 more $((n + 20)); }

as "$pgbin/initdb" -D "$work/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$work/initdb.log"
as "$pgbin/postgres" -D "$work/data" -k "$work" -p $db -c listen_addresses=127.0.0.1 >"$work/postgres.log" 2>&1 &
echo $! >"$work/postgres.pid"
until_true 30 "$pgbin/psql" -qh 127.0.0.1 -p $db -U postgres -c "CREATE DATABASE giamngheo"
sed -e "/^listen database/,\$d; s#PEOPLE_DOOR#$http#; s#PROGRAM_A#$a#; s#PROGRAM_B#$b#" "$here/haproxy.cfg" >"$work/haproxy.cfg"
haproxy -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
echo $! >"$work/haproxy.pid"

"$old" user add quantri --name "Người quản trị" --province 92 --db "$url" --key "$key" >"$work/user.log" 2>&1
temporary=$(grep -oE '[0-9a-z]{4}(-[0-9a-z]{4}){3}' "$work/user.log")
serve "$old" $a
serve "$old" $b
python3 "$here/load.py" http://127.0.0.1:$http "$work/confirmed" "$work/stop" "$temporary" "$commune" 2>"$work/load.log" &
load=$!
touch "$work/confirmed"
until_true 60 more 20

kill "$(cat "$work/$a.pid")" && until_true 30 gone $a
serve "$new" $a --upgrade ${law:+--law "$law"}
[ -z "$law" ] || until_true 30 gone $b # it was told, and ended by itself
saved
gone $b || { kill "$(cat "$work/$b.pid")" && until_true 30 gone $b; }
serve "$new" $b ${law:+--law "$law"}
saved
touch "$work/stop"
wait $load || true

"$pgbin/psql" -qAth 127.0.0.1 -p $db -U postgres -d giamngheo -c "SELECT id FROM household" | sort >"$work/kept"
cut -d' ' -f2 "$work/confirmed" | { grep -v told || true; } | sort -u >"$work/said"
lost=$(comm -23 "$work/said" "$work/kept" | wc -l)
twice=$(($(wc -l <"$work/kept") - $(wc -l <"$work/confirmed")))
python3 - "$work/confirmed" <<'P'
import sys
when = sorted(float(l.split()[0]) for l in open(sys.argv[1]))
print(f"{len(when)} forms confirmed, the longest pause between two {max(b - a for a, b in zip(when, when[1:])):.1f} s")
P
echo "$lost lost, $twice households more than forms; told: $(grep -c . "$work/load.log" || true) times to send again"
sort "$work/load.log" | cut -d' ' -f4- | sort | uniq -c | sort -rn | head -5
for s in $a $b; do kill "$(cat "$work/$s.pid")" 2>/dev/null || true; until_true 30 gone $s; done
"$new" verify --db "$url" --key "$key" ${law:+--law "$law"} | tail -3
[ -s "$work/said" ] && [ "$lost" = 0 ] && [ "$twice" = 0 ]
