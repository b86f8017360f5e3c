#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds Quiver and runs its main job on this machine: Kafka topics to Parquet objects in S3.
set -euo pipefail

fail() {
  echo "quickstart: $1" >&2
  exit 2
}

case "${1:-}" in
  --help | -h)
    echo "usage: ./quickstart.sh [--keep] [--rows <n>]"
    echo
    echo "  --keep      leave broker, worker and S3 server running until Ctrl-C"
    echo "  --rows <n>  rows to send (300000)"
    exit 0
    ;;
esac

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "there is no Java in JAVA_HOME=$JAVA_HOME: bin/java is missing"
  [ -x "$JAVA_HOME/bin/javac" ] || fail "JAVA_HOME=$JAVA_HOME has no compiler: install a JDK of version 17 or newer"
else
  java=$(command -v java) || fail "java is missing: install a JDK of version 17 or newer"
  command -v javac >/dev/null || fail "javac is missing: install a JDK of version 17 or newer, not only a JRE"
fi
version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
case "$version" in
  1.* | 9 | 1[0-6]) fail "Java $version is too old: install JDK 17 or newer, or point JAVA_HOME at one" ;;
esac
command -v mvn >/dev/null || fail "mvn is missing: install Maven 3.8.1 or newer"

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
cd "$root"
free_mb=$(df -Pm "$root" | awk 'NR == 2 { print $4 }')
[ "${free_mb:-0}" -ge 2048 ] || fail "only $free_mb MiB are free below $root, at least 2048 are needed"

echo "building (the first build fetches its dependencies, which takes some minutes)"
mvn -B -q -Dquick -DskipTests -pl quickstart -am package || fail "the build failed, see above"

target=$root/quickstart/target
exec "$java" -Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$target/classes:$(cat "$target/class-path")" dev.quiver.quickstart.Quickstart "$@"
