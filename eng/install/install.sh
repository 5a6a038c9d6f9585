#!/bin/sh
# Installs the LaionGrid worker for the user who runs this, into ~/.local, and nothing else:
#     curl -fsSLO https://grid.example/release/install.sh && sh install.sh https://grid.example/release/
# The archive has to have the hash that SHA256SUMS beside it says. Run again, it replaces the program and leaves your settings and models alone.
set -eu

fail() { echo "install.sh: $*" >&2; exit 1; }

base=${1:-${LAIONGRID_RELEASE:-}}
[ -n "$base" ] || fail "say where the release lies: sh install.sh https://grid.example/release/"
base=${base%/}
case $base in https://*|http://127.0.0.1:*|http://localhost:*) ;; *) fail "$base is not an https address." ;; esac
for tool in curl tar; do command -v $tool >/dev/null || fail "$tool is missing. Install it and try again."; done

case $(uname -s)-$(uname -m) in
  Linux-x86_64) platform=linux-x64 ;;
  Linux-aarch64) platform=linux-arm64 ;;
  Darwin-arm64) platform=osx-arm64 ;;
  *) fail "there is no worker for $(uname -s) on $(uname -m)." ;;
esac
archive=laiongrid-worker-$platform.tar.gz
to=${LAIONGRID_PREFIX:-$HOME/.local}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "Downloading $base/$archive ..."
curl -fsSL --proto '=https,http' --retry 3 -o "$work/SHA256SUMS" "$base/SHA256SUMS" || fail "$base/SHA256SUMS cannot be fetched."
curl -fSL --proto '=https,http' --retry 3 -C - -o "$work/$archive" "$base/$archive" || fail "$base/$archive cannot be fetched."
wanted=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")
[ -n "$wanted" ] || fail "SHA256SUMS does not name $archive: this release has no worker for $platform."
if command -v sha256sum >/dev/null; then actual=$(sha256sum "$work/$archive" | cut -d' ' -f1); else actual=$(shasum -a 256 "$work/$archive" | cut -d' ' -f1); fi
[ "$actual" = "$wanted" ] || fail "$archive has the hash $actual, but SHA256SUMS says $wanted. Nothing was installed. Try again; if it stays so, tell who runs the grid."

# Each version has a folder of its own, and "current" leads to the one that runs: so an update is one stroke, and can be taken back.
home=$to/lib/laiongrid-worker
mkdir -p "$home/versions" "$to/bin" "$work/new"
tar -xzf "$work/$archive" -C "$work/new"
chmod 755 "$work/new/laiongrid-worker"
version=$("$work/new/laiongrid-worker" --version) || fail "the program does not run on this machine. Nothing was installed."
version=${version%%+*}
rm -rf "$home/versions/$version.new" "$home/update.json" # whoever installs by hand wants this version, whatever was refused before
mv "$work/new" "$home/versions/$version.new"
rm -rf "$home/versions/$version"
mv "$home/versions/$version.new" "$home/versions/$version"
if [ -f "$home/versions/$version/release.pub" ]; then # later releases are taken when this key signed them
  cp "$home/versions/$version/release.pub" "$home/release.pub"
  echo "$base" > "$home/release.url"
fi
ln -sfn "versions/$version" "$home/current"
ln -sf "$home/current/laiongrid-worker" "$to/bin/laiongrid-worker"

echo "Installed $to/bin/laiongrid-worker. Set it up: laiongrid-worker setup"
case ":$PATH:" in *":$to/bin:"*) ;; *) echo "Your PATH lacks $to/bin: add it, or start the program by its whole path." ;; esac
