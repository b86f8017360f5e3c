#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the benchmarks and measures the named figures, or all of them.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: benchmarks/run.sh [option…] [figure…]

Measures the named figures, or all, and prints a line for each:
  figure <name> <value> goal <goal> met|missed

  --list           print the names of the figures and stop
  --jdk <home>     build and run with this JDK instead of JAVA_HOME or the java on the path
  --rows <n>       rows in a round (500000)
  --rounds <n>     rounds that count (5)
  --warm-ups <n>   rounds before them (2)
  --help           print this and stop

Exit status: 0 all goals met, 1 a goal missed, 2 could not measure.
TEXT
}

fail() {
  echo "run.sh: $1" >&2
  exit 2
}

arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    --help | -h)
      usage
      exit 0
      ;;
    --jdk)
      [ $# -ge 2 ] || fail "--jdk needs the home directory of a JDK"
      JAVA_HOME=$2
      shift 2
      ;;
    *)
      arguments+=("$1")
      shift
      ;;
  esac
done

if [ -n "${JAVA_HOME:-}" ]; then
  export JAVA_HOME
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "there is no JDK in $JAVA_HOME: bin/java is missing"
else
  java=$(command -v java) || fail "java is missing: install JDK 17 or newer, or name one with --jdk <home>"
fi
command -v mvn >/dev/null || fail "mvn is missing: install Maven 3.8.1 or newer"

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# Maven's own output would mix with the figures, so it goes to standard error.
(cd "$root" && mvn -B -q -Dquick -DskipTests -pl benchmarks -am package) >&2 || fail "the build failed"

target=$root/benchmarks/target
# Arrow's own writer of streams needs java.nio open; nothing of Quiver does.
exec "$java" -Xms2g -Xmx2g --add-opens=java.base/java.nio=ALL-UNNAMED \
  "-Dquiver.testbed.runtimes=$root/testbed/runtimes" -cp "$target/classes:$(cat "$target/class-path")" \
  dev.quiver.benchmarks.Benchmarks ${arguments[@]+"${arguments[@]}"}
