#!/usr/bin/env bash
# Makes the virtual environment, installs the dependencies, and on Debian the system libraries that Qt needs; to develop,
# as root, also the tshark, the session bus and the virtual screen that some of the tests run.
# Usage: set_up.sh run|dev|lock|package text|offscreen|window
# Without root it never asks for a password: it prints the one line to run.
# CONSTRAINTS names the folder of pinned versions; when it is empty, the newest of everything is installed.
set -euo pipefail

purpose=$1
screen=$2
python=${PYTHON:-python3}
venv=${VENV:-.venv}
constraints=${CONSTRAINTS-.ci/constraints}

say() { printf '%s\n' "$*" >&2; }

# Installs Debian packages as root; else prints the one line and fails.
install_packages() {
    if ! command -v apt-get >/dev/null; then
        say "Please install with your system's package manager what Debian calls: $*"
        return 1
    elif [ "$(id -u)" -ne 0 ]; then
        say "Some system packages are missing. Please run this one line, then make again:"
        say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        return 1
    fi
    say "Installing system packages: $*"
    apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

make_environment() {
    if [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then return; fi
    say "Making the virtual environment in $venv"
    rm -rf "$venv"
    if "$python" -m venv "$venv" >/dev/null 2>&1; then return; fi
    # Debian keeps ensurepip in python3-venv; the pip that is there can fill an environment without it.
    rm -rf "$venv"
    if "$python" -m venv --without-pip "$venv" &&
        "$python" -m pip --quiet --disable-pip-version-check --python "$venv/bin/python" install pip >&2; then return; fi
    rm -rf "$venv"
    install_packages python3-venv
    "$python" -m venv "$venv"
}

check_python() {
    if ! command -v "$python" >/dev/null; then
        say "$python was not found. PTP needs Python 3.11 or later."
        exit 1
    fi
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        say "PTP needs Python 3.11 or later; $python is $("$python" --version)."
        say "Name another one with: make PYTHON=/path/to/python3.11 $purpose"
        exit 1
    fi
}

# Whether dpkg has this package. Later Debians and Ubuntus renamed some with the suffix t64; the name that is not known
# fails the query.
is_installed() {
    local found
    found=$(dpkg-query -W -f '${Status}\n' "$1" "${1}t64" 2>/dev/null) || true
    [[ $found == *'install ok installed'* ]]
}

# What Qt needs of the system to open a window under X.
window_libraries=(libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-image0
    libxcb-render-util0 libxcb-xinerama0 libxcb-randr0 libxcb-xkb1)

install_qt_libraries() {
    command -v dpkg-query >/dev/null || return 0
    local wanted=() missing=() package
    if [ "$screen" != text ]; then
        wanted+=(libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 fonts-dejavu-core)
    fi
    if [ "$screen" = window ]; then wanted+=("${window_libraries[@]}"); fi
    for package in "${wanted[@]}"; do
        if ! is_installed "$package"; then missing+=("$package"); fi
    done
    if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi
}

# Wireshark's dissector is tested where tshark is, the desktop's notices where a session bus can be started, and what a
# screen reader meets where there is a virtual screen, else these tests are skipped: nothing here fails the set-up.
# Usage: install_for_tests WHAT PACKAGE...
install_for_tests() {
    local what=$1 missing=() package
    shift
    command -v dpkg-query >/dev/null || return 0
    if [ "$purpose" != dev ] || [ "$(id -u)" -ne 0 ]; then return 0; fi
    for package in "$@"; do
        if ! is_installed "$package"; then missing+=("$package"); fi
    done
    if [ ${#missing[@]} -eq 0 ]; then return 0; fi
    say "Installing ${missing[*]}, for the tests of $what"
    # Downloads end when their time is up; what has begun to be installed is never cut off.
    if ! { timeout 60 apt-get update -qq &&
        timeout 120 apt-get install -y -qq --no-install-recommends --download-only "${missing[@]}" &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1; then
        say "${missing[*]} could not be installed: the tests that need it will be skipped"
    fi
}

# Installs the project with what it needs, pip and what builds it included; the arguments are further options of pip.
pip_install() {
    local target=.
    local pip=("$venv/bin/python" -m pip --quiet --disable-pip-version-check install "$@")
    if [ "$purpose" = dev ] || [ "$purpose" = package ]; then target=".[$purpose]"; fi
    "$venv/bin/python" .ci/requirements.py builders | "${pip[@]}" --upgrade --requirement /dev/stdin &&
        # In isolation the newest setuptools would build the project, whatever is pinned.
        # An editable installation warns about itself at length; here it is what is wanted.
        PYTHONWARNINGS=ignore "${pip[@]}" --no-build-isolation --editable "$target"
}

install_dependencies() {
    local version newest
    say "Installing the dependencies (the first time this takes a few minutes)"
    version=$("$venv/bin/python" -c 'import sys; print("{}.{}".format(*sys.version_info))')
    if [ -z "$constraints" ]; then
        pip_install
    elif [ -f "$constraints/py${version/./}.txt" ]; then
        pip_install --constraint "$constraints/py${version/./}.txt"
    else
        newest=$(printf '%s\n' "$constraints"/py*.txt | sort --version-sort | tail -n 1)
        say "PTP has not been tried with Python $version yet; taking the versions of $newest"
        if ! pip_install --only-binary :all: --constraint "$newest"; then
            say "They do not fit Python $version; taking the newest of everything"
            pip_install
        fi
    fi
}

check_python
install_qt_libraries
if [ "$purpose" = package ] && ! command -v objdump >/dev/null; then install_packages binutils; fi
make_environment
if [ "$purpose" = lock ]; then
    "$venv/bin/python" -m pip --quiet --disable-pip-version-check install uv
    exit
fi
install_dependencies
install_for_tests "the Wireshark dissector" tshark
install_for_tests "the desktop's notices" dbus-daemon
install_for_tests "what a screen reader meets" xvfb at-spi2-core "${window_libraries[@]}"
# The pictures of `make screenshots` need it too.
install_for_tests "the window in Chinese" fonts-noto-cjk
# An environment that writes no bytecode (PYTHONDONTWRITEBYTECODE) would compile everything again at each start.
"$venv/bin/python" -m compileall -q app ptp_core
