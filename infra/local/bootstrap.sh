#!/usr/bin/env bash
# Makes this machine able to run Linli: `bootstrap.sh <lock file> [servers] [browser]`.
#   1. checks the system            2. makes .venv with Python 3.11 or newer
#   3. installs the lock file       4. with `servers`: gets RabbitMQ from the distribution's packages
#   5. with `browser`: gets Chromium, in which pages are tested
# Does nothing, quickly, when all is there. The lock's hash is kept in .venv, so a changed lock is installed again.
set -euo pipefail

lock=$1
wanted=" ${*:2} "
here=$(cd "$(dirname "$0")/../.." && pwd)
venv=$here/.venv
cd "$here"

say() { echo "      $*"; }
fail() { # what is wrong, what to do
    printf '\n%s\n  What to do: %s\n' "$1" "$2" >&2
    exit 1
}

check_system() {
    [ -n "${LINLI_ANY_SYSTEM:-}" ] && return
    local remedy="use a Debian 12+ or Ubuntu 22.04+ machine, or docker compose up; LINLI_ANY_SYSTEM=1 tries it anyway."
    [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || fail "This is $(uname -s) on $(uname -m); Linli runs on Linux x86-64." "$remedy"
    local ID="" VERSION_ID="" PRETTY_NAME="an unknown system"
    # shellcheck disable=SC1091
    [ -r /etc/os-release ] && . /etc/os-release
    case $ID in
    debian) [ "${VERSION_ID%%.*}" -ge 12 ] 2>/dev/null || [ -z "$VERSION_ID" ] || fail "$PRETTY_NAME is too old." "$remedy" ;;
    ubuntu) [ "${VERSION_ID%%.*}" -ge 22 ] 2>/dev/null || fail "$PRETTY_NAME is too old." "$remedy" ;;
    *) fail "$PRETTY_NAME is not supported." "$remedy" ;;
    esac
}

apt_updated=""
get_packages() { # reason, packages...
    local reason=$1 as=""
    shift
    local command="apt-get install -y --no-install-recommends $*"
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            as=sudo
        else
            fail "$reason, and this user may not install packages." "run as root: apt-get update && $command"
        fi
    fi
    say "$reason: installing $* ..."
    local log
    log=$(mktemp)
    if [ -z "$apt_updated" ]; then
        $as apt-get update -q >"$log" 2>&1 || fail "apt-get update failed: $(tail -3 "$log")" "check the network and the package sources."
        apt_updated=yes
    fi
    # shellcheck disable=SC2086
    $as env DEBIAN_FRONTEND=noninteractive $command >"$log" 2>&1 </dev/null ||
        fail "$command failed: $(tail -5 "$log")" "run it by hand and see what it says."
    rm -f "$log"
}

is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        if command -v "$candidate" >/dev/null && is_recent "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    local python
    if [ -x "$venv/bin/python" ] && is_recent "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        return
    fi
    if ! command -v python3 >/dev/null && ! find_python >/dev/null; then
        get_packages "Python is not installed" python3 python3-venv
    fi
    python=$(find_python) || fail \
        "Python 3.11 or newer is needed, this is $(python3 --version 2>/dev/null || echo 'no Python')." \
        "Ubuntu 22.04 has it in universe: apt-get install python3.11 python3.11-venv; or name one: make run PYTHON=/path/to/python3.11"
    if ! can_make_venv "$python"; then
        if [ "$(readlink -f "$python")" = "$(readlink -f /usr/bin/python3)" ]; then
            get_packages "Python's venv module is missing" python3-venv
        else
            get_packages "The venv module of $python is missing" "$(basename "$(readlink -f "$python")")-venv"
        fi
    fi
    say "making .venv with $("$python" --version) ..."
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

install_lock() {
    local stamps=$venv/linli-locks hash
    mkdir -p "$stamps"
    hash=$(sha256sum <"$lock")
    # The lock of development contains the one of a local run.
    if [ "$lock" = requirements-local.lock ] && [ "$(cat "$stamps/requirements-dev.lock" 2>/dev/null)" = "$(sha256sum <requirements-dev.lock)" ]; then
        return
    fi
    [ "$(cat "$stamps/$lock" 2>/dev/null)" = "$hash" ] && return
    say "installing $(grep -c '==' "$lock") Python packages from $lock (a minute or so) ..."
    local log
    log=$(mktemp)
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock" >"$log" 2>&1 </dev/null ||
        fail "pip could not install $lock: $(grep -v WARNING "$log" | tail -5)" "check the network; then run it again."
    rm -f "$log" "$stamps"/*
    echo "$hash" >"$stamps/$lock"
}

lacking_libraries() { # program
    ldd "$1" 2>&1 | awk '/not found/ {printf " %s", $1}' || true
}

get_servers() {
    local missing=() mongod
    mongod=$(echo "$venv"/lib/python3*/site-packages/fiftyone/db/bin/mongod)
    [ -f "$mongod" ] || fail "$lock has no MongoDB in it." "use requirements-local.lock."
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server)
    case $(lacking_libraries "$mongod") in *libcurl.so.4*) missing+=(libcurl4) ;; esac
    if [ ${#missing[@]} -gt 0 ]; then
        get_packages "Servers are missing" "${missing[@]}"
        case " ${missing[*]} " in *rabbitmq-server*)
            say "The package may have started a broker of its own on port 5672. Linli leaves it alone and starts another;"
            say "systemctl disable --now rabbitmq-server ends the package's, if nobody needs it."
            ;;
        esac
    fi
    local lacking
    lacking=$(lacking_libraries "$mongod")
    [ -z "$lacking" ] || fail "MongoDB lacks libraries:$lacking." "install the packages that hold them."
}

get_browser() {
    local missing=() driver
    driver=$(echo "$venv"/lib/python3*/site-packages/playwright/driver/node)
    [ -x /usr/bin/chromium ] || missing+=(chromium fonts-wqy-microhei)
    case $(lacking_libraries "$driver") in *libatomic.so.1*) missing+=(libatomic1) ;; esac
    if [ ${#missing[@]} -gt 0 ]; then get_packages "A browser for the tests of pages is missing" "${missing[@]}"; fi
}

check_system
make_venv
install_lock
case $wanted in *" servers "*) get_servers ;; esac
case $wanted in *" browser "*) get_browser ;; esac
