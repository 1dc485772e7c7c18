#!/bin/sh
# SPDX-License-Identifier: EPL-2.0
#
# Starts Trapline: the IDE without an argument, else the command line (trapline.sh --help).
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)

# Where there is no encoding but ASCII, for want of a language or of its files, Java could not open files whose names have other letters.
[ "$(locale charmap 2>/dev/null)" != ANSI_X3.4-1968 ] || export LC_ALL=C.UTF-8

java=
for candidate in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/*25* "${HOME:-}"/.sdkman/candidates/java/25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -x "$candidate/bin/java" ] && grep -q '^JAVA_VERSION="\(2[5-9]\|[3-9][0-9]\)' "$candidate/release" 2>/dev/null; then
        java=$candidate/bin/java
        break
    fi
done
if [ -z "$java" ] && command -v java >/dev/null 2>&1; then
    feature=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
    [ "${feature:-0}" -lt 25 ] || java=java
fi
if [ -z "$java" ]; then
    echo "trapline: Java 25 is needed. Install it (for instance from https://adoptium.net) and set JAVA_HOME to its folder." >&2
    exit 1
fi

# Sets cache_option to where the JVM keeps what it has found out about the command line: with that it starts in half the time.
# The first command has it made in the background.
find_cache() {
    cache_option=
    key=$({ printf '%s %s' "$here" "$java"; cat "${java%/bin/java}/release" 2>/dev/null || :; } | cksum)
    cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/trapline/commands-${key%% *}.aot
    if [ "$cache" -nt "$here/trapline-cli.jar" ]; then
        cache_option=-XX:AOTCache=$cache
        return 0
    fi
    # Who was to make it may have been ended.
    find "$cache.new" -mmin +10 -exec rm -rf {} + 2>/dev/null || :
    if mkdir -p "${cache%/*}" 2>/dev/null && mkdir "$cache.new" 2>/dev/null; then
        make_cache >/dev/null 2>&1 </dev/null &
    fi
}

make_cache() {
    trap '' HUP INT
    if nice "$java" -XX:AOTCacheOutput="$cache.new/aot" @"$here/machine.options" @"$here/commands.options" -jar "$here/trapline-cli.jar" \
        run "$here/training/training.tln"; then
        mv -f "$cache.new/aot" "$cache"
    fi
    rm -rf "$cache.new"
}

if [ $# -gt 0 ]; then
    find_cache
    # A cache made by another JVM or for other jars is passed over in silence: it would only have been faster.
    exec "$java" ${cache_option:+"$cache_option"} -Xlog:disable -Xlog:all=error:stderr \
        @"$here/machine.options" @"$here/commands.options" -jar "$here/trapline-cli.jar" "$@"
fi

first_thread=
[ "$(uname -s)" != Darwin ] || first_thread=-XstartOnFirstThread
launcher=$(echo "$here"/plugins/org.eclipse.equinox.launcher_*.jar)
outcome=23
# 23 is the IDE's wish to be started again.
while [ "$outcome" -eq 23 ]; do
    outcome=0
    "$java" $first_thread -Xms256m @"$here/machine.options" -jar "$launcher" || outcome=$?
done
exit "$outcome"
