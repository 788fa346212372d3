#!/usr/bin/env bash
# Installs the wheel as others do, with no network: from a wheelhouse by pip, by pipx and by uv, and uses what they installed.
# Usage: try_wheel.sh ENVIRONMENT, that of `make packaging`; `make package-test` calls it. PYTHON is for whom it is installed.
set -euo pipefail
cd "$(dirname "$0")/../.."

environment=$1
python=${PYTHON:-python3}
work=build/package-test
house=$work/wheelhouse

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "FAILED: $*"
    exit 1
}

rm -rf "$work"
mkdir -p "$house"
work=$(realpath "$work")
house=$work/wheelhouse
version=$("$python" -c 'import sys; print("{}{}".format(*sys.version_info))')
say "Filling the wheelhouse, which is all that needs the network"
wheel=$("$environment/bin/python" -m resources.packaging.wheel "$house")
"$environment/bin/python" -m pip --quiet wheel --wheel-dir "$house" --constraint ".ci/constraints/py$version.txt" "$wheel" 2>/dev/null
"$python" -m venv "$work/tools"
"$work/tools/bin/python" -m pip --quiet install pipx uv 2>/dev/null
say "$(find "$house" -name '*.whl' | wc -l) wheels, $(du -sm "$house" | cut -f 1) MB; PTP's own has $(stat -c %s "$wheel" | awk '{ printf "%.1f", $1 / 1e6 }') MB"

# Whatever this machine has set for pip and uv does not count: no index, no folder of wheels but this one.
while read -r name; do unset "$name"; done < <(compgen -e | grep -E '^(PIP|UV|PIPX|PYTHON|PTP|XDG)_' || true)
export PIP_CONFIG_FILE=/dev/null UV_NO_CONFIG=1 HOME=$work/home PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_NO_INDEX=1 PIP_FIND_LINKS=$house
mkdir -p "$HOME"
unshare=()
# Where it is allowed, with no network at all.
if unshare --net --map-root-user true 2>/dev/null; then unshare=(unshare --net --map-root-user); fi

# Two persons, each with a home, a transfer between them, and the window.
use() {
    local how=$1 ptp=$2 place=$work/$1-used wanted said port=
    wanted="ptp $("$environment/bin/python" .ci/requirements.py version)"
    mkdir -p "$place/anna" "$place/ben/in"
    said=$("$ptp" --version)
    [ "$said" = "$wanted" ] || fail "$how: ptp --version says $said"
    echo "what was sent by $how" >"$place/anna/note.txt"
    HOME=$place/ben timeout 60 "$ptp" receive --once --accept all --no-announce --dir "$place/ben/in" --listen 127.0.0.1:0 \
        --code 4-guitar-orbit --json >"$place/received" &
    for _ in $(seq 100); do
        port=$(sed -n 's/.*"listening".*"port": \([0-9]*\).*/\1/p' "$place/received")
        [ -z "$port" ] || break
        sleep 0.1
    done
    said=$(HOME=$place/anna timeout 60 "$ptp" send "$place/anna/note.txt" "127.0.0.1:$port" --code 4-guitar-orbit 2>&1) ||
        fail "$how: sending says $said"
    wait $! || fail "$how: receiving says $(cat "$place/received")"
    cmp "$place/anna/note.txt" "$place/ben/in/note.txt" || fail "$how: what arrived is not what was sent"
    HOME=$place/anna QT_QPA_PLATFORM=offscreen timeout 100 "$ptp" --demo --screenshots "$place/pictures" --quit-after 8 \
        >"$place/window" 2>&1 || fail "$how: the window says $(cat "$place/window")"
    ls "$place"/pictures/*.png >/dev/null || fail "$how: the window left no picture"
    say "$how: installed, a file sent and received, the window shown"
}

"$python" -m venv "$work/pip"
"${unshare[@]}" "$work/pip/bin/python" -m pip --quiet install --no-index --find-links "$house" ptp
use pip "$work/pip/bin/ptp"
[ -x "$work/pip/bin/ptp-window" ] || fail "pip: no ptp-window"
for page in man1/ptp.1 zh_CN/man1/ptp.1; do [ -s "$work/pip/share/man/$page" ] || fail "pip: no man page $page"; done

PIPX_HOME=$work/pipx PIPX_BIN_DIR=$work/pipx-bin PIPX_DEFAULT_BACKEND=pip PIPX_DISABLE_SHARED_LIBS_AUTO_UPGRADE=1 \
    "${unshare[@]}" "$work/tools/bin/pipx" install --quiet --python "$work/pip/bin/python" "$wheel" \
    --pip-args="--no-index --find-links $house"
use pipx "$work/pipx-bin/ptp"

UV_TOOL_DIR=$work/uv UV_TOOL_BIN_DIR=$work/uv-bin UV_CACHE_DIR=$work/uv-cache \
    "${unshare[@]}" "$work/tools/bin/uv" --quiet tool install --offline --no-index --find-links "$house" \
    --python "$(realpath "$work/pip/bin/python")" ptp
use uv "$work/uv-bin/ptp"
