#!/bin/sh
# Finds PostgreSQL, Chromium and Dovecot (an IMAP server) for the tests; as root on Debian installs what is missing, else says how to.
# Under CI=true something missing is an error: there nothing may be skipped for such a reason.
set -u
missing=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
    command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
command -v dovecot >/dev/null 2>&1 || [ -x /usr/sbin/dovecot ] || missing="$missing dovecot-imapd"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the tests:$missing"
    log=$(mktemp)
    # shellcheck disable=SC2086 # a list of package names
    if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1
    then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log"
fi
if [ "${CI:-}" = true ]; then
    echo "The tests need$missing, which could not be installed."
    exit 1
fi
echo "Skipping the tests that need$missing; to run them too: apt install$missing"
