#!/usr/bin/env bash
# Sourced by run, test and .ci/run: `set_up app` makes .venv with the project in it and installs what Qt
# lacks on this machine; `set_up dev` adds the test tools. Kept to bash 3.2, which macOS has.
# shellcheck disable=SC2005,SC2046,SC2086 # lists of names are strings here, split where they are used

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
venv=$root/.venv
python=$venv/bin/python
# One line: what .venv was made for. Written last, so that an install cut short never counts as done.
stamp=$venv/set-up

# What Qt and its window plugins link to and no wheel brings along. Known beforehand, so that all is asked
# for at once; what another release of Qt needs besides is found after the install.
qt_links_to="libglib-2.0.so.0 libGL.so.1 libEGL.so.1 libX11.so.6 libX11-xcb.so.1 libdbus-1.so.3
    libfontconfig.so.1 libfreetype.so.6 libxkbcommon.so.0 libxkbcommon-x11.so.0 libxcb.so.1
    libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-image.so.0 libxcb-keysyms.so.1 libxcb-randr.so.0
    libxcb-render.so.0 libxcb-render-util.so.0 libxcb-shape.so.0 libxcb-shm.so.0 libxcb-sync.so.1
    libxcb-util.so.1 libxcb-xfixes.so.0 libxcb-xkb.so.1 libwayland-client.so.0 libwayland-cursor.so.0
    libwayland-egl.so.1"

say() { printf '%s\n' "$*" >&2; }

refuse() {
    say "$@"
    exit 1
}

set_up() {
    is_set_up "$1" && return
    (
        if command -v flock >/dev/null && ! flock -n 9; then
            say "MapDesk is being set up by another command; waiting for it…"
            flock 9
        fi
        is_set_up "$1" || install_what_is_missing "$1"
    ) 9>"$venv.lock"
}

is_set_up() {
    local made_for now
    [ -x "$python" ] && [ -r "$stamp" ] || return 1
    made_for=$(<"$stamp")
    now=$(fingerprint)
    [ "$made_for" = "$1 $now" ] || [ "$made_for" = "dev $now" ]
}

# The folder belongs to it because an editable install and its scripts hold the folder's path.
fingerprint() {
    printf '%s %s %s' "$("$python" -V 2>&1)" "$root" \
        "$(cat "$root/pyproject.toml" "$root/packaging/setup.sh" | cksum)"
}

install_what_is_missing() {
    local base packages="" libraries="" extra=""
    if venv_is_whole; then base=$python; else base=$(find_python); fi
    if [ "$base" != "$python" ] && ! "$base" -c "import ensurepip, venv" 2>/dev/null; then
        packages=$("$base" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    fi
    [ "$(uname -s)" != Linux ] || libraries=$(libraries_not_found "$base")
    install_for_the_system "$packages" "$libraries"

    if [ "$base" != "$python" ]; then
        say "Making .venv with $("$base" -V 2>&1)…"
        rm -rf "$venv"
        mkdir "$venv"
        echo unfinished >"$stamp"
        quietly "$base" -m venv "$venv" || refuse "A virtual environment could not be made with $base."
    fi

    [ "$1" = app ] || extra="[$1]"
    say "Setting up Python packages (once, about a minute)…"
    echo unfinished >"$stamp"
    cd "$root" || exit
    if ! quietly "$python" -m pip install --quiet --no-input --disable-pip-version-check -e ".$extra"; then
        rm "$stamp" # pip has taken back what it could not finish, so this .venv is good for the next try
        refuse "The Python packages could not be installed; the lines above say why."
    fi
    # The GeoPackage validator needs no GDAL, but its package asks for it, and GDAL has no wheel.
    [ "$1" = app ] ||
        quietly "$python" -m pip install --quiet --no-input --disable-pip-version-check --no-deps "gdal-utils>=3.7" ||
        refuse "The GeoPackage validator could not be installed; the lines above say why."

    [ "$(uname -s)" != Linux ] || install_for_the_system "" "$(libraries_qt_misses)"
    quietly "$python" -c "import PySide6.QtWidgets" || refuse "Qt does not load; the lines above say why."
    echo "$1 $(fingerprint)" >"$stamp"
}

# The scripts in it hold the folder's path, so one that was moved or copied here is not whole.
venv_is_whole() {
    [ -x "$python" ] && [ "$(cat "$stamp" 2>/dev/null)" != unfinished ] && is_new_enough "$python" &&
        grep -qF "$venv/" "$venv/bin/pip" && "$python" -m pip --version >/dev/null 2>&1
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    refuse "MapDesk needs Python 3.11 or newer, and none was found on this machine."
}

libraries_not_found() {
    "$1" - $qt_links_to <<'PYTHON'
import ctypes, sys

for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
PYTHON
}

libraries_qt_misses() {
    local qt
    qt=$(echo "$venv"/lib/python3*/site-packages/PySide6)
    { ldd "$qt"/Qt{Gui,Widgets,Svg,OpenGLWidgets}.abi3.so \
        "$qt"/Qt/plugins/platforms/lib{qoffscreen,qxcb,qwayland}.so 2>/dev/null || true; } |
        awk '/not found/ && !/libQt6/ { print $1 }' | sort -u
}

# Debian names a library's package for its soname; these two are called otherwise.
debian_packages() {
    printf '%s\n' "$@" | sed -E -e 's/^libglib-2\.0\.so\.0$/libglib2.0-0/' -e 's/^libz\.so\.1$/zlib1g/' \
        -e 's/([0-9])\.so\./\1-/' -e 's/\.so\.//' | tr 'A-Z_' 'a-z-'
}

# $1: Debian packages; $2: libraries by their sonames.
install_for_the_system() {
    local packages
    [ -n "$1$2" ] || return 0
    if ! command -v apt-get >/dev/null; then
        refuse "MapDesk needs these first, please install them with this system's packages:" $1 $2
    fi
    packages=$(echo $(debian_packages $1 $2))
    if ! may_become_root; then
        say "MapDesk needs some system packages, which only root may install. Please run this, then start again:"
        refuse "sudo apt-get update && sudo apt-get install -y --no-install-recommends $packages"
    fi
    say "Installing system packages (once): $packages"
    # A package source out of reach need not matter here; where it does, the install says so.
    quietly as_root apt-get update || true
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 $packages ||
        refuse "The system packages could not be installed; the lines above say why."
}

may_become_root() {
    [ "$(id -u)" -eq 0 ] && return
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# Says nothing unless the command fails: then its last lines.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" </dev/null >"$log" 2>&1 || status=$?
    [ "$status" -eq 0 ] || tail -n 20 "$log" >&2
    rm "$log"
    return "$status"
}
