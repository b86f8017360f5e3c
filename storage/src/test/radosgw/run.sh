#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the contract test of object stores against Ceph's gateway, in processes that end with this script.
# Needs Debian's packages radosgw, ceph-mon, ceph-osd and ceph-common.
set -euo pipefail

fail() {
  echo "radosgw: $1" >&2
  exit 2
}

for program in radosgw radosgw-admin ceph ceph-mon ceph-osd ceph-authtool monmaptool; do
  command -v "$program" >/dev/null || fail "$program is missing: install radosgw, ceph-mon, ceph-osd, ceph-common"
done

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd -P)
work=$(mktemp -d)
pids=()
finish() {
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

monitor=$(free_port)
gateway=$(free_port)
fsid=$(cat /proc/sys/kernel/random/uuid)
mkdir -p "$work/mon" "$work/osd" "$work/run" "$work/log"
cat >"$work/ceph.conf" <<CONF
[global]
fsid = $fsid
mon host = v1:127.0.0.1:$monitor
public addr = 127.0.0.1
cluster addr = 127.0.0.1
run dir = $work/run
log file = $work/log/\$name.log
admin socket = $work/run/\$name.asok
keyring = $work/keyring
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 2147483648
mon allow pool size one = true
mon warn on pool no redundancy = false
mon data = $work/mon
osd data = $work/osd
ms bind ipv6 = false
rgw thread pool size = 32
debug ms = 0
CONF
export CEPH_CONF=$work/ceph.conf
ceph=(ceph --conf "$CEPH_CONF" --connect-timeout 60)

ceph-authtool --create-keyring "$work/keyring" --gen-key -n mon. --cap mon 'allow *' >/dev/null
ceph-authtool "$work/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' >/dev/null
ceph-authtool "$work/keyring" --gen-key -n client.rgw --cap mon 'allow rwx' --cap osd 'allow rwx' >/dev/null
monmaptool --create --addv a "[v1:127.0.0.1:$monitor]" --fsid "$fsid" "$work/monmap" >/dev/null
ceph-mon --conf "$CEPH_CONF" --mkfs -i a --monmap "$work/monmap" --keyring "$work/keyring"
ceph-mon --conf "$CEPH_CONF" -f -i a >"$work/log/mon" 2>&1 &
pids+=($!)
"${ceph[@]}" status >/dev/null || fail "the monitor does not answer: $(tail -n 5 "$work/log/mon")"

osd=$(cat /proc/sys/kernel/random/uuid)
"${ceph[@]}" osd new "$osd" >/dev/null
ceph-authtool "$work/keyring" --gen-key -n osd.0 --cap mon 'allow profile osd' --cap osd 'allow *' >/dev/null
"${ceph[@]}" auth import -i "$work/keyring" 2>/dev/null
ceph-osd --conf "$CEPH_CONF" -i 0 --mkfs --osd-uuid "$osd" >"$work/log/mkfs" 2>&1 ||
  fail "no disk: $(tail -n 5 "$work/log/mkfs" "$work/log/osd.0.log")"
ceph-osd --conf "$CEPH_CONF" -f -i 0 >"$work/log/osd" 2>&1 &
pids+=($!)

radosgw-admin --conf "$CEPH_CONF" user create --uid=quiver --display-name=quiver \
  --access-key=quiver --secret=quiver-secret >"$work/log/user" 2>&1 || fail "no user: $(tail -n 5 "$work/log/user")"
radosgw --conf "$CEPH_CONF" -f -n client.rgw --rgw-frontends "beast endpoint=127.0.0.1:$gateway" \
  >"$work/log/rgw" 2>&1 &
pids+=($!)
for _ in $(seq 120); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$gateway") 2>/dev/null; then
    break
  fi
  sleep 0.5
done
(exec 3<>"/dev/tcp/127.0.0.1/$gateway") 2>/dev/null || fail "the gateway does not answer: $(tail -n 5 "$work/log/rgw")"

cd "$root"
mvn -B -ntp -Dquick -DskipITs=false -pl storage -am verify -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=S3StoreContractIT -Dfailsafe.failIfNoSpecifiedTests=false \
  "-Dtests.argLine=-Xmx1g -Dquiver.s3.endpoint=http://127.0.0.1:$gateway -Dquiver.s3.checksums=WHEN_REQUIRED"
