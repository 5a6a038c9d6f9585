#!/usr/bin/env bash
# Makes a Debian package of what publish.sh made for linux-x64 (or linux-arm64):
#     eng/install/deb.sh linux-x64
# It lies in artifacts/release.
set -euo pipefail
cd "$(dirname "$0")/../.."

platform=${1:-linux-x64}
case $platform in linux-x64) architecture=amd64 ;; linux-arm64) architecture=arm64 ;; *) echo "No Debian for $platform." >&2; exit 1 ;; esac
version=$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' Directory.Build.props)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"

install -d "$tree/usr/lib/laiongrid-worker" "$tree/usr/bin" "$tree/usr/share/doc/laiongrid-worker" "$tree/usr/lib/systemd/system" "$tree/etc/default" "$tree/DEBIAN" artifacts/release
install -m 644 "artifacts/worker/$platform"/* "$tree/usr/lib/laiongrid-worker/"
chmod 755 "$tree/usr/lib/laiongrid-worker/laiongrid-worker"
ln -s ../lib/laiongrid-worker/laiongrid-worker "$tree/usr/bin/laiongrid-worker"
install -m 644 LICENSE "$tree/usr/share/doc/laiongrid-worker/copyright"
install -m 644 eng/install/deb/laiongrid-worker.service "$tree/usr/lib/systemd/system/"
install -m 640 eng/install/deb/defaults "$tree/etc/default/laiongrid-worker"
install -m 755 eng/install/deb/postinst eng/install/deb/prerm eng/install/deb/postrm "$tree/DEBIAN/"
echo /etc/default/laiongrid-worker > "$tree/DEBIAN/conffiles"
sed -e "s/@version@/$version/" -e "s/@architecture@/$architecture/" -e "s/@size@/$(du -sk "$tree/usr" | cut -f1)/" eng/install/deb/control > "$tree/DEBIAN/control"
dpkg-deb --root-owner-group -Zzstd -z3 --build "$tree" "artifacts/release/laiongrid-worker_${version}_$architecture.deb"
