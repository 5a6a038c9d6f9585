#!/usr/bin/env bash
# Installs the worker as a volunteer would, and looks: with install.sh from a web server, with a spoilt archive, and as a Debian package (as root), which is
# then purged. Each program renders a picture without an SDK in reach. Publishes for linux-x64 first.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
fail() { echo "try.sh: $*" >&2; exit 1; }
render() { # PROGRAM: a picture, with nothing of this machine in the environment
  env -i HOME="$work" PATH=/usr/bin:/bin "$1" render --device cpu --bundle models/pocket --prompt 'a red house on green hills' --steps 4 --out "$work/house.png" >/dev/null
  [ "$(head -c 4 "$work/house.png" | tail -c 3)" = PNG ] || fail "$1 rendered no picture."
  rm "$work/house.png"
}

release() { # VERSION: publishes and signs it
  VERSION=$1 eng/install/publish.sh linux-x64
  VERSION=$1 ROLLOUT_HOURS=0 RELEASE_KEY=$work/release.key eng/install/archive.sh linux-x64
}

rm -rf artifacts/release
command -v openssl >/dev/null || fail 'openssl is missing.'
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/release.key" 2>/dev/null
release 0.1.0

node -e '
  const fs = require("fs"), path = require("path");
  const server = require("http").createServer((request, answer) => {
    const file = path.join(process.argv[1], path.basename(request.url));
    fs.existsSync(file) ? fs.createReadStream(file).pipe(answer) : answer.writeHead(404).end();
  }).listen(0, "127.0.0.1", () => fs.writeFileSync(process.argv[2], `http://127.0.0.1:${server.address().port}/`));' "$PWD/artifacts/release" "$work/address" &
server=$!
until [ -s "$work/address" ]; do kill -0 $server || fail 'the web server does not start.'; sleep 0.1; done
address=$(cat "$work/address")

LAIONGRID_PREFIX=$work/prefix sh eng/install/install.sh "$address"
worker=$work/prefix/bin/laiongrid-worker
render "$worker"
HOME=$work/home "$worker" service install >/dev/null 2>&1 || true # no systemd of a user runs here
grep -q "^ExecStart=$work/prefix/lib/laiongrid-worker/current/laiongrid-worker$" "$work/home/.config/systemd/user/laiongrid-worker.service" || fail 'the service would start a version, not the current one.'

release 0.1.1
[ "$("$worker" update --check)" = '0.1.1 is there; 0.1.0 runs.' ] || fail "$("$worker" update --check)"
"$worker" update >/dev/null
[ "$("$worker" --version | cut -d+ -f1)" = 0.1.1 ] || fail 'the update does not run.'
render "$worker"
record=$work/prefix/lib/laiongrid-worker/update.json
for start in 1 2 3; do # a release that crashes before it joins
  "$worker" --coordinator http://127.0.0.1:9 --data "$work/data" --device cpu >/dev/null 2>&1 &
  until grep -q "\"badStarts\": $start" "$record"; do kill -0 $! || fail 'the worker does not start.'; sleep 0.1; done
  kill -9 $! && wait $! 2>/dev/null || true
done
"$worker" --coordinator http://127.0.0.1:9 --data "$work/data" --device cpu >/dev/null 2>&1 &
until [[ $(readlink "/proc/$!/exe") = */versions/0.1.0/* ]]; do kill -0 $! || fail 'the worker did not go back to the version before.'; sleep 0.1; done
until "$worker" status --data "$work/data" >/dev/null 2>&1; do kill -0 $! || fail 'the version before does not run.'; sleep 0.1; done
kill $! && wait $! || fail 'the version before did not stop when told to.'
[ "$("$worker" update --check)" = '0.1.0 is the newest.' ] || fail 'a refused release is offered again.'
echo 'The worker takes a signed release, and goes back when it does not do well.'

printf x >> artifacts/release/laiongrid-worker-linux-x64.tar.gz # a byte within may be that one already
if LAIONGRID_PREFIX=$work/spoilt sh eng/install/install.sh "$address" 2>"$work/says"; then fail 'a spoilt archive was installed.'; fi
grep -q 'but SHA256SUMS says' "$work/says" && [ ! -e "$work/spoilt" ] || fail "a spoilt archive: $(cat "$work/says")"
rm artifacts/release/laiongrid-worker-linux-x64.tar.gz
echo 'install.sh installs, and refuses a spoilt archive.'

eng/install/deb.sh linux-x64
[ "$(id -u)" = 0 ] || { echo 'Not root: the package is not installed.'; exit 0; }
command -v systemd-analyze >/dev/null || fail 'systemd-analyze is missing: install systemd.'
export DEBIAN_FRONTEND=noninteractive
things() { find /etc /usr /var /root -name '*laiongrid-worker*' -not -path '/var/lib/dpkg/*' -not -path '/var/log/*' -not -path "$PWD/*"; getent passwd laiongrid-worker; getent group laiongrid-worker; true; }
before=$(things)
apt-get update -qq
apt-get install -y -qq "./$(echo artifacts/release/*.deb)" >/dev/null
render /usr/bin/laiongrid-worker
[ "$(stat -c %a-%U /etc/default/laiongrid-worker)" = 640-root ] || fail 'others can read the settings.'
systemd-analyze verify /usr/lib/systemd/system/laiongrid-worker.service
systemd-analyze security --offline=true --threshold=40 --no-pager /usr/lib/systemd/system/laiongrid-worker.service | tail -n 1
runuser -u laiongrid-worker -- laiongrid-worker setup --yes --device cpu --data /var/lib/laiongrid-worker --coordinator http://localhost:1 >/dev/null # where no grid is
[ "$(stat -c %a-%U /var/lib/laiongrid-worker/worker.conf)" = 600-laiongrid-worker ] || fail 'others can read worker.conf.'
if laiongrid-worker service install --system >/dev/null 2>&1; then fail 'a second service was installed beside the package.'; fi
touch /var/lib/laiongrid-worker/identity.json # as the service would leave it
apt-get remove -y -qq laiongrid-worker >/dev/null
[ -e /etc/default/laiongrid-worker ] && [ -e /var/lib/laiongrid-worker/identity.json ] || fail 'removing the package deleted settings or the identity.'
apt-get purge -y -qq laiongrid-worker >/dev/null
[ "$(things)" = "$before" ] || fail "purging left $(things)"
echo 'The package installs, renders, and leaves nothing.'
