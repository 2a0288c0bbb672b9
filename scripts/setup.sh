#!/usr/bin/env bash
# Makes ready what the Makefile's targets need: the Debian packages and the virtual environment, each only once.
#   setup.sh python        what `make check` needs
#   setup.sh run           and what the program needs; without a display, missing packages are only a warning
#   setup.sh test          and what the tests on a real desktop need
#   setup.sh bench         the same, where missing packages are only a warning
#   setup.sh servers       only the servers that tests start, as root; Debian starts none of them, now or later
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly VENV=.venv
readonly LOG=build/setup.log
readonly RUN_PACKAGES="libglib2.0-0 libgl1 libegl1 libdbus-1-3 libfontconfig1 libgssapi-krb5-2 libxkbcommon0 libxkbcommon-x11-0
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
readonly TEST_PACKAGES="trayer xvfb xauth x11-utils x11-xserver-utils xclip xdotool imagemagick dbus at-spi2-core xfwm4 xfce4-panel
    xfce4-notifyd adwaita-icon-theme fonts-dejavu-core fonts-inter libnotify-bin curl chromium mosquitto-clients openssl"
# Tests start these by themselves, on ports and in folders of their own.
readonly SERVER_PACKAGES="redis-server redis-sentinel mosquitto postgresql mariadb-server rabbitmq-server podman runc uidmap
    busybox-static"
readonly POLICY=${DPKG_ROOT:-}/usr/sbin/policy-rc.d
readonly OURS="Made by scripts/setup.sh, process"

say() { printf '%s\n' "$*" >&2; }

# step "What is done" COMMAND...: its output goes to the log, whose end is shown where it fails.
step() {
    local start=$SECONDS
    say "$1 ..."
    shift
    mkdir -p "${LOG%/*}"
    if ! "$@" >"$LOG" 2>&1 </dev/null 9>&-; then
        tail -n 20 "$LOG" >&2
        say "That failed after $((SECONDS - start)) s. All of its output is in $LOG."
        return 1
    fi
}

# --- Python

# "3.11" for a Python that is new enough, nothing for any other.
version_of() {
    "$1" -c 'import sys; v = sys.version_info; v >= (3, 11) and print(f"{v[0]}.{v[1]}")' 2>/dev/null || true
}

choose_python() {
    local candidate
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        if [ -n "$(version_of "$candidate")" ]; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed, and ${PYTHON:-python3} is not. Install one, or name it: make PYTHON=/path/to/python3.12 ..."
    return 1
}

# What the virtual environment must have been built from; it cannot be moved, and belongs to one Python.
built_from() {
    printf '%s %s\n' "$PWD" "$(version_of $VENV/bin/python)"
}

locked() {
    cksum pyproject.toml requirements.lock
}

# Whether the virtual environment has to be built anew, with the reason in words.
stale_venv() {
    if [ ! -d $VENV ]; then
        echo ""
    elif [ -e $VENV/.unfinished ]; then
        echo "The last set-up was not finished."
    elif [ -z "$(version_of $VENV/bin/python)" ]; then
        echo "The Python of $VENV is gone, or older than 3.11."
    elif [ -e $VENV/.built-from ] && [ "$(cat $VENV/.built-from)" != "$(built_from)" ]; then
        echo "$VENV was made in another place, or for another Python."
    else
        return 1
    fi
}

install_python_packages() {
    $VENV/bin/python -m pip install --disable-pip-version-check --require-hashes -r requirements.lock &&
        $VENV/bin/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
}

set_up_python() {
    local python=$1 first=no
    if [ -n "$python" ]; then
        rm -rf $VENV
        mkdir $VENV
        touch $VENV/.unfinished
        step "Making the virtual environment with $python" "$python" -m venv $VENV
        first=yes
    elif [ -e $VENV/.locked ] && [ "$(cat $VENV/.locked)" = "$(locked)" ]; then
        return
    fi
    touch $VENV/.unfinished
    step "Installing Python packages$([ $first = no ] || echo ' (under a minute, once)')" install_python_packages
    built_from >$VENV/.built-from
    locked >$VENV/.locked
    rm $VENV/.unfinished
}

# --- Debian packages

installed_packages() {
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p'
}

# The given packages that are not installed, on one line. Newer systems have some of them under a name that ends in t64.
missing_packages() {
    local installed package
    installed=$(installed_packages)
    for package in "$@"; do
        grep -qxF -e "$package" -e "${package}t64" <<<"$installed" || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300 "$@"
}

# Package lists that are empty or out of date show in that the first try fails.
install_packages() {
    apt install --no-install-recommends "$@" && return
    apt update || echo "The package lists could not be brought up to date."
    apt install --no-install-recommends "$@"
}

# Debian asks this file before it starts a service. One that is there already is the system's, and stays as it is.
forbid_services() {
    local owner code=0
    while owner=$(sed -n "s|^# $OURS ||p" "$POLICY" 2>/dev/null) || true; [ -n "$owner" ] && [ -d "/proc/$owner" ]; do
        sleep 1
    done
    if [ -e "$POLICY" ] && [ -z "$owner" ]; then
        "$POLICY" postgresql start || code=$?
        [ $code != 101 ] || return 0
        say "$POLICY lets services start. It is this system's, so it is left alone, and no server is installed."
        return 1
    fi
    trap allow_services EXIT
    printf '#!/bin/sh\n# %s %s\nexit 101\n' "$OURS" $$ | as_root tee "$POLICY" >/dev/null
    as_root chmod 755 "$POLICY"
}

allow_services() {
    trap - EXIT
    if grep -qsxF "# $OURS $$" "$POLICY"; then
        as_root rm "$POLICY"
    fi
}

# Of the files on standard input, the units of systemd of a kind: system or user.
units() {
    sed -n "s#^.*/lib/systemd/$1/\([^/@]*\.\(service\|socket\|timer\|path\)\)\$#\1#p"
}

# Without it they would be started with the computer. What was installed before is none of ours.
keep_still() {
    local files unit
    files=$(dpkg-query -L "$@")
    if command -v systemctl >/dev/null; then
        for unit in $(units system <<<"$files"); do
            as_root systemctl disable "$unit" || true
        done
        for unit in $(units user <<<"$files"); do
            as_root systemctl --global disable "$unit" || true
        done
    fi
    for unit in $(sed -n 's#^/etc/init.d/##p' <<<"$files"); do
        as_root update-rc.d "$unit" disable || true
    done
}

install_servers() {
    local before package done=0 new=()
    before=$(installed_packages)
    forbid_services || return 1
    install_packages "$@" || done=1
    while read -r package; do
        case $package in
            redis-* | mosquitto | postgresql* | mariadb-* | rabbitmq-* | erlang-* | podman)
                grep -qxF -e "$package" <<<"$before" || new+=("$package")
                ;;
        esac
    done <<<"$(installed_packages)"
    [ ${#new[@]} = 0 ] || keep_still "${new[@]}"
    allow_services
    return $done
}

is_server() {
    [[ " $SERVER_PACKAGES " == *" $1 "* ]]
}

# Install what is missing of the given packages; fails where it is still missing afterwards.
set_up_packages() {
    local missing package servers=() others=()
    [ $# != 0 ] || return 0
    read -ra missing <<<"$(missing_packages "$@")"
    for package in "${missing[@]}"; do
        if is_server "$package"; then servers+=("$package"); else others+=("$package"); fi
    done
    if may_install; then
        if [ ${#others[@]} != 0 ] &&
            step "Installing ${#others[@]} Debian packages (once): ${others[*]}" install_packages "${others[@]}"; then
            others=()
        fi
        if [ ${#servers[@]} != 0 ] &&
            step "Installing ${#servers[@]} servers, none of which is started (once): ${servers[*]}" install_servers "${servers[@]}"; then
            servers=()
        fi
    fi
    missing=("${others[@]}" "${servers[@]}")
    [ ${#missing[@]} != 0 ] || return 0
    say "Missing Debian packages: ${missing[*]}"
    say "To install them, type:"
    [ ${#others[@]} = 0 ] || say "    sudo apt-get update && sudo apt-get install --no-install-recommends ${others[*]}"
    [ ${#servers[@]} = 0 ] || say "    sudo scripts/setup.sh servers        # which lets none of them be started, now or later"
    return 1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# Whether all the packages in $1 are there now; without those for a virtual environment of $2 (none: "") nothing can go on.
set_up_debian() {
    local packages=$1 python=$2
    if ! command -v dpkg-query >/dev/null; then
        [ -z "$python" ] || say "No dpkg here: what Qt needs of the system (EGL, libxkbcommon-x11, libxcb-cursor ...) is left to you."
        return
    fi
    if [ -n "$python" ] && ! can_make_venv "$python"; then
        packages="python$(version_of "$python")-venv $packages"
    fi
    # shellcheck disable=SC2086  # a list of words
    set_up_packages $packages
}

# --- The client in Node that tests use

set_up_node() {
    local folder=tests/clients/node
    [ "$(cat $folder/node_modules/.locked 2>/dev/null)" != "$(cksum $folder/package-lock.json)" ] || return 0
    step "Installing the packages of the client in Node" npm --prefix $folder ci
    cksum $folder/package-lock.json >$folder/node_modules/.locked
}

# --- The whole

main() {
    local target=${1:-run} optional=no packages="" stamp=$VENV/.test-packages python="" reason
    case $target in
        python) ;;
        run)
            packages=$RUN_PACKAGES
            stamp=$VENV/.run-packages
            [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || optional=yes
            ;;
        test | bench)
            packages="$RUN_PACKAGES $TEST_PACKAGES $SERVER_PACKAGES"
            command -v node >/dev/null || packages="$packages nodejs"
            command -v npm >/dev/null || packages="$packages npm"
            [ "$target" = test ] || optional=yes
            ;;
        servers)
            may_install || { say "As root: sudo scripts/setup.sh servers"; return 1; }
            # shellcheck disable=SC2046,SC2086  # lists of words
            set -- $(missing_packages $SERVER_PACKAGES)
            [ $# = 0 ] || install_servers "$@"
            return
            ;;
        *)
            say "usage: setup.sh python | run | test | bench | servers"
            return 2
            ;;
    esac

    if reason=$(stale_venv); then
        python=$(choose_python)
        [ -z "$reason" ] || say "$reason It is made anew."
    elif [ "$(cat "$stamp" 2>/dev/null)" = "$packages" ]; then
        packages=""
    fi
    if ! set_up_debian "$packages" "$python"; then
        if [ $optional = no ] || { [ -n "$python" ] && ! can_make_venv "$python"; }; then
            return 1
        fi
        say "Going on without them."
        packages=""
    fi
    set_up_python "$python"
    [ -z "$packages" ] || printf '%s\n' "$packages" >"$stamp"
    [ "$target" != test ] || set_up_node
}

# Two at the same time, as from two terminals, take turns.
if command -v flock >/dev/null; then
    exec 9<pyproject.toml
    flock 9
fi
main "$@"
