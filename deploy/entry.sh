#!/bin/sh
# The container's first process: tables and settings are there before the command is.
set -eu
shiyi init > /dev/null
exec shiyi "$@"
