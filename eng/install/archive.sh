#!/usr/bin/env bash
# Packs what publish.sh made into artifacts/release, and writes SHA256SUMS anew, which install.sh and install.ps1 go by:
#     eng/install/archive.sh linux-x64 win-x64
# With a key the release is signed too, and workers that install.sh installed take it by themselves, one after another over ROLLOUT_HOURS (24):
#     RELEASE_KEY=release.key eng/install/archive.sh linux-x64
# Make the key once, and keep it off every server: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out release.key
set -euo pipefail
cd "$(dirname "$0")/../.."

key=${RELEASE_KEY:+$(realpath "$RELEASE_KEY")}
version=${VERSION:-$(sed -nE 's:.*<Version>(.*)</Version>.*:\1:p' Directory.Build.props)}
mkdir -p artifacts/release
for platform in "$@"; do
  if [ -n "$key" ]; then openssl pkey -in "$key" -pubout -out "artifacts/worker/$platform/release.pub"; fi
  tar -C "artifacts/worker/$platform" -I 'gzip -3' -cf "artifacts/release/laiongrid-worker-$platform.tar.gz" .
done
cp eng/install/install.sh eng/install/install.ps1 artifacts/release/
cd artifacts/release
rm -f SHA256SUMS release.json release.json.sig
sums=$(sha256sum -- *)
echo "$sums" > SHA256SUMS
[ -n "$key" ] || exit 0

archives=$(for platform in "$@"; do
  file=laiongrid-worker-$platform.tar.gz
  printf '{"platform":"%s","file":"%s","bytes":%s,"sha256":"%s"},' "$platform" "$file" "$(stat -c %s "$file")" "$(sha256sum "$file" | cut -d' ' -f1)"
done)
printf '{"product":"laiongrid-worker","version":"%s","publishedAt":"%s","rolloutHours":%s,"archives":[%s]}' "$version" "$(date -u +%FT%TZ)" "${ROLLOUT_HOURS:-24}" "${archives%,}" > release.json
openssl dgst -sha256 -sign "$key" -out release.json.sig release.json
