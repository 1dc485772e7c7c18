#!/bin/sh
# SPDX-License-Identifier: EPL-2.0
#
# Starts Trapline: the IDE without an argument, else the command line (trapline.sh --help).
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)

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

if [ $# -gt 0 ]; then
    exec "$java" -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions -XX:PerMethodTrapLimit=0 -XX:-UseFPUForSpilling -XX:CompileCommand=quiet '-XX:CompileCommand=CompileThresholdScaling,org.trapline.machine.jit.Region_*::run,0.02' --sun-misc-unsafe-memory-access=allow --add-exports java.base/jdk.internal.misc=ALL-UNNAMED -Djava.awt.headless=true -jar "$here/trapline-cli.jar" "$@"
fi

first_thread=
[ "$(uname -s)" != Darwin ] || first_thread=-XstartOnFirstThread
launcher=$(echo "$here"/plugins/org.eclipse.equinox.launcher_*.jar)
outcome=23
# 23 is the IDE's wish to be started again.
while [ "$outcome" -eq 23 ]; do
    outcome=0
    "$java" $first_thread -Xms256m -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow --add-exports java.base/jdk.internal.misc=ALL-UNNAMED -XX:+IgnoreUnrecognizedVMOptions -XX:PerMethodTrapLimit=0 -XX:-UseFPUForSpilling -XX:CompileCommand=quiet '-XX:CompileCommand=CompileThresholdScaling,org.trapline.machine.jit.Region_*::run,0.02' -jar "$launcher" || outcome=$?
done
exit "$outcome"
