#!/usr/bin/env bash
# Installs the Debian package in two clean roots, and lets two persons who have never met send one another things, in
# Chinese, by mouse and keyboard. Usage: try_two.sh PACKAGE.deb PYTHON [SUITE], as root on Debian; PYTHON has PTP's
# dependencies. `make deb-two` calls it. PICTURES names the folder for the pictures of every step, by default
# build/deb-two/pictures. A bare root is shared with `make deb-test`.
set -euo pipefail

package=$(realpath "$1")
python=$(realpath -s "$2")
suite=${3:-bookworm}
project=$(realpath "$(dirname "$0")/../../..")
base=$project/build/deb-test/$suite.tar
work=$project/build/deb-two
pictures=$(realpath -m "${PICTURES:-$work/pictures}")

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "FAILED: $*"
    exit 1
}

missing=()
for tool in mmdebstrap:mmdebstrap Xvfb:xvfb xdotool:xdotool import:imagemagick dbus-daemon:dbus-daemon \
    /usr/libexec/at-spi-bus-launcher:at-spi2-core ip:iproute2; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
    say "Some tools are missing. Please run this one line as root, then make again:"
    say "    apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    exit 1
fi
[ "$(id -u)" -eq 0 ] || fail "a root of its own can only be made by root"

# Runs a command in a root: its own processes and mounts, which end with it.
in_root() {
    unshare --mount --pid --fork --kill-child -- sh -ec '
        root=$1; shift
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        exec chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive "$@"' sh "$@"
}

mkdir -p "$work" "$(dirname "$base")"
if [ ! -f "$base" ]; then
    say "Making a clean $suite"
    mmdebstrap --quiet --variant=apt --include=passwd "$suite" "$base.part" http://deb.debian.org/debian
    mv "$base.part" "$base"
fi
anna=$work/anna ben=$work/ben
trap 'rm -rf --one-file-system "$anna" "$ben"' EXIT
rm -rf --one-file-system "$anna" "$ben" "$pictures"
mkdir -p "$anna" "$pictures"
tar -C "$anna" -xf "$base"
cp --remove-destination /etc/resolv.conf "$anna/etc/resolv.conf"
rm -f "$anna"/etc/dpkg/dpkg.cfg.d/*

say "Installing it"
cp "$package" "$anna/tmp/ptp.deb"
in_root "$anna" apt-get update -qq
# Beside the package only what a Chinese Debian has: the locale and letters.
in_root "$anna" apt-get install -y -qq --no-install-recommends /tmp/ptp.deb locales fonts-wqy-zenhei >/dev/null
in_root "$anna" localedef -i zh_CN -f UTF-8 zh_CN.UTF-8
in_root "$anna" useradd --create-home --uid 1000 person
rm "$anna/tmp/ptp.deb"
cp -a --reflink=auto "$anna" "$ben"

say "Using it"
cd "$project"
"$python" -m resources.packaging.debian.two_persons "$anna" "$ben" "$pictures"
