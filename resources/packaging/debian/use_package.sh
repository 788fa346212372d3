#!/usr/bin/env bash
# Inside the clean root, with no network but loopback: what two persons do with the program. Usage: use_package.sh VERSION
set -euo pipefail

version=$1
fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}
as() { setpriv --reuid "$1" --regid "$1" --init-groups env HOME="/home/$1" USER="$1" "${@:2}"; }

# It stands in for systemd's, and tells what a program that PTP starts is given.
printf '#!/bin/sh\nenv >/tmp/given.$$\nfor last; do :; done\nexec "$last"\n' >/usr/bin/systemd-inhibit
chmod 755 /usr/bin/systemd-inhibit
trap 'rm -f /usr/bin/systemd-inhibit' EXIT

said=$(as anna ptp --version)
[ "$said" = "ptp ${version%-*}" ] || fail "ptp --version says: $said"
said=$(as anna ptp send --help)
case $said in *--retry-for*) ;; *) fail "ptp send --help says: $said" ;; esac
for page in man1/ptp.1.gz zh_CN/man1/ptp.1.gz; do test -s "/usr/share/man/$page" || fail "no man page $page"; done

cd /home/anna
as anna mkdir -p holiday/day
as anna sh -c 'head -c 3000000 /dev/urandom >holiday/day/film; echo sunny >holiday/weather; echo 好 >"holiday/信.txt"'
as ben mkdir /home/ben/in
echo 4-guitar-orbit >/tmp/code && chmod 644 /tmp/code
(cd /home/ben && as ben timeout 60 ptp receive --once --accept all --dir in --listen 127.0.0.1:7700 --code-file /tmp/code \
    --json >/tmp/received) &
receiver=$!
for _ in $(seq 100); do
    grep -q listening /tmp/received 2>/dev/null && break
    sleep 0.1
done
# At a rate at which it takes as long as real ones do: for those that are over at once the computer is not kept awake.
said=$(as anna timeout 60 ptp send holiday 127.0.0.1 --code-file /tmp/code --condition rate=10mbit 2>&1) || fail "sending: $said"
case $said in *'saved and verified'*) ;; *) fail "sending says: $said" ;; esac
wait $receiver || fail "receiving: $(cat /tmp/received)"
diff -r holiday /home/ben/in/holiday || fail "what arrived is not what was sent"
echo "A folder was sent and received"

for given in /tmp/given.*; do
    [ -f "$given" ] || fail "nothing kept the computer awake"
    if grep -q LD_LIBRARY_PATH "$given"; then fail "other programs would get the bundle's libraries"; fi
done

as anna env QT_QPA_PLATFORM=offscreen timeout 100 ptp --demo --screenshots /home/anna/pictures --quit-after 15 ||
    fail "the window's demonstration"
ls /home/anna/pictures/*.png >/dev/null
echo "The window showed a transfer; pictures: $(ls /home/anna/pictures | wc -l)"

as anna env QT_QPA_PLATFORM=offscreen timeout --signal INT --preserve-status 8 ptp holiday/weather ptp://127.0.0.1#4-guitar-orbit ||
    [ $? -eq 130 ] || fail "the window with a file"
echo "The window opened with a file and a link"

# Without a display it says so, and does not fall over.
if said=$(as anna ptp 2>&1); then fail "a window without a display"; fi
case $said in *'no display'*) ;; *) fail "without a display it says: $said" ;; esac

rm -f /tmp/given.* /tmp/code /tmp/received
stayed=$(find /tmp -user anna -o -user ben)
[ -z "$stayed" ] || fail "files stayed in /tmp: $stayed"
