#!/usr/bin/env bash
# Packs what publish.sh made into artifacts/release, and writes SHA256SUMS anew, which install.sh and install.ps1 go by:
#     eng/install/archive.sh linux-x64 win-x64
set -euo pipefail
cd "$(dirname "$0")/../.."

mkdir -p artifacts/release
for platform in "$@"; do
  tar -C "artifacts/worker/$platform" -I 'gzip -3' -cf "artifacts/release/laiongrid-worker-$platform.tar.gz" .
done
cp eng/install/install.sh eng/install/install.ps1 artifacts/release/
cd artifacts/release
rm -f SHA256SUMS
sums=$(sha256sum -- *)
echo "$sums" > SHA256SUMS
