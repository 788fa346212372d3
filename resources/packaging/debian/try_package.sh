#!/usr/bin/env bash
# Installs the Debian package in a clean root, uses it as two persons would, removes it, and looks for what stayed behind.
# Usage: try_package.sh PACKAGE.deb [SUITE], as root on Debian; `make deb-test` calls it. PICTURES names a folder for the
# window's pictures. The roots live in build/deb-test; a fresh one takes a minute, later ones are unpacked from the first.
set -euo pipefail

package=$(realpath "$1")
suite=${2:-bookworm}
here=$(dirname "$(realpath "$0")")
work=$(realpath -m "$here/../../../build/deb-test")
base=$work/$suite.tar
root=$work/root-$suite
inside=$here/use_package.sh

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "FAILED: $*"
    exit 1
}

missing=()
for tool in mmdebstrap:mmdebstrap lintian:lintian appstreamcli:appstream desktop-file-validate:desktop-file-utils \
    zsh:zsh fish:fish man:man-db; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
    say "Some tools are missing. Please run this one line as root, then make again:"
    say "    apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    exit 1
fi
[ "$(id -u)" -eq 0 ] || fail "a root of its own can only be made by root"

# Runs a command in the root: its own processes and mounts, which end with it.
in_root() {
    unshare --mount --pid --fork --kill-child "${isolated[@]}" -- sh -ec '
        root=$1; shift
        ip link set lo up 2>/dev/null || true
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount -t tmpfs tmpfs "$root/run"
        exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive "$@"' sh "$root" "$@"
}
online() { isolated=() && in_root "$@"; }
offline() { isolated=(--net) && in_root "$@"; }

# Every file of the root, what it is and what is in it; without what apt and dpkg note for themselves, and the homes.
everything() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./run -o -path ./tmp -o -path ./home \
        -o -path ./var/lib/apt -o -path ./var/lib/dpkg -o -path ./var/cache -o -path ./var/log \) -prune \
        -o \( -type f -exec sha256sum {} + \) -o -printf '%y %l %p\n' | sort -k 2)
}

say "The package by itself"
lintian --fail-on error,warning --allow-root --tag-display-limit 0 "$package" || fail "lintian"
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked" "$root"' EXIT
dpkg-deb --extract "$package" "$unpacked"
dangling=$(find "$unpacked" -xtype l)
[ -z "$dangling" ] || fail "links that lead nowhere: $dangling"
[ "$(find "$unpacked/usr/lib/ptp" -name 'ptp-*.dist-info' | wc -l)" -eq 1 ] || fail "the program has two versions"
for entry in "$unpacked"/usr/share/applications/*.desktop; do desktop-file-validate "$entry"; done
appstreamcli validate --no-net --explain "$unpacked/usr/share/metainfo/ptp.metainfo.xml" || fail "appstreamcli"
for page in "$unpacked"/usr/share/man/{man1,zh_CN/man1}/ptp.1.gz; do
    complaints=$(LC_ALL=C.UTF-8 man --warnings --local-file "$page" 2>&1 >/dev/null)
    [ -z "$complaints" ] || fail "the man page $page: $complaints"
done
zsh -n "$unpacked/usr/share/zsh/vendor-completions/_ptp"
found=$(cd / && fish --no-config -c "source $unpacked/usr/share/fish/vendor_completions.d/ptp.fish
    complete -C 'ptp rec'; complete -C 'ptp send --congestion cu'; complete -C 'ptp --ver'" | cut -f 1 | xargs)
[ "$found" = "receive cubic --version" ] || fail "fish completes: $found"
found=$(cd / && LC_ALL=zh_CN.UTF-8 fish --no-config -c "source $unpacked/usr/share/fish/vendor_completions.d/ptp.fish
    complete -C 'ptp rec'" 2>/dev/null)
[ "$found" = $'receive\t接收文件' ] || fail "fish completes in Chinese: $found"

mkdir -p "$work"
if [ ! -f "$base" ]; then
    say "Making a clean $suite"
    mmdebstrap --quiet --variant=apt --include=passwd "$suite" "$work/part.tar" http://deb.debian.org/debian
    mv "$work/part.tar" "$base"
fi
rm -rf "$root"
mkdir "$root"
tar -C "$root" -xf "$base"
cp --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
# Minimal images drop what is documentation; a real computer does not.
rm -f "$root"/etc/dpkg/dpkg.cfg.d/*
online sh -c 'useradd --create-home anna && useradd --create-home ben'
online apt-get update -qq
before=$(everything)

say "Installing it"
cp "$package" "$root/tmp/ptp.deb"
online apt-get install -y -qq --no-install-recommends /tmp/ptp.deb >/dev/null
say "With everything that it needs: $(online dpkg-query -W -f '${Installed-Size}\n' | awk '{ s += $1 } END { print int(s / 1000) }') MB in the root, of which PTP $(online dpkg-query -W -f '${Installed-Size}' ptp | awk '{ print int($1 / 1000) }') MB"

say "Using it"
cp "$inside" "$root/tmp/use_package.sh"
offline bash /tmp/use_package.sh "$(dpkg-deb --field "$package" Version)"
if [ -n "${PICTURES:-}" ]; then
    mkdir -p "$PICTURES"
    cp "$root"/home/anna/pictures/*.png "$PICTURES"
fi

say "Removing it"
online apt-get purge -y -qq ptp >/dev/null
online apt-get autoremove --purge -y -qq >/dev/null
[ -d "$root/home/anna/.local/share/ptp" ] || fail "the person's own data is gone"
stayed=$(diff <(printf '%s\n' "$before") <(everything) | grep '^[<>]' || true)
[ -z "$stayed" ] || fail "what is not as it was before: $stayed"
say "Nothing stayed behind but the persons' data"
