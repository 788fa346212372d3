#!/usr/bin/env bash
# Renews the pinned versions: finds the newest that go together for each Python that PTP is for, tries them with every
# one of these that is here, each in an environment of its own, and takes them over only when all have passed.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
fresh=build/constraints
say() { printf '%s\n' "$*" >&2; }

resolve() {
    local version=$1
    "$python" .ci/requirements.py builders |
        build/lock/bin/uv pip compile --quiet --system-certs --no-python-downloads --no-build --upgrade \
            --python-version "$version" --all-extras --no-header --no-annotate pyproject.toml - |
        { printf '# Written by `make lock`, for Python %s.\n' "$version" && cat; } >"$fresh/py${version/./}.txt"
}

# The interpreter of that version, when there is one.
interpreter() {
    local name
    for name in "$python" "python$1"; do
        if "$name" -c "import sys; sys.exit('{}.{}'.format(*sys.version_info) != '$1')" 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

rm -rf build/lock "$fresh"
mkdir -p "$fresh"
VENV=build/lock bash .ci/set_up.sh lock text
versions=$("$python" .ci/requirements.py pythons)
for version in $versions; do
    say "Finding the newest versions for Python $version"
    resolve "$version"
done

untried=()
for version in $versions; do
    found=$(interpreter "$version")
    if [ -z "$found" ]; then
        untried+=("$version")
        continue
    fi
    say "Trying them with $found"
    rm -rf "build/try-$version"
    make test PYTHON="$found" VENV="build/try-$version" CONSTRAINTS="$fresh"
done

mkdir -p .ci/constraints
rm -f .ci/constraints/py*.txt
cp "$fresh"/py*.txt .ci/constraints/
say "Renewed and tried: .ci/constraints"
if [ ${#untried[@]} -gt 0 ]; then
    say "Not tried, since it is not on this machine: Python ${untried[*]}. Run 'make test' where it is before you commit."
fi
