#!/usr/bin/env bash
# Makes the worker's program for a platform, with the .NET runtime inside:
#     eng/install/publish.sh linux-x64
# It lies in artifacts/worker/PLATFORM. VERSION=0.2.0 overrules Directory.Build.props. Fails when the registry has no runtime for the platform, or the engine no native library.
set -euo pipefail
cd "$(dirname "$0")/../.."

platform=${1:?Name a platform: linux-x64, linux-arm64, osx-arm64 or win-x64.}
out=artifacts/worker/$platform
rm -rf "$out"
dotnet publish worker/Daemon -p:PublishProfile="$platform" -p:PublishDir="$PWD/$out/" ${VERSION:+-p:Version=$VERSION} -v quiet -nologo --disable-build-servers
rm -f "$out"/*.pdb "$out"/*.xml "$out"/*.lib
# The engine's package brings its libraries for every platform.
case $platform in win-*) rm -f "$out"/*.so ;; *) rm -f "$out"/*.dll ;; esac
compgen -G "$out/*onnxruntime.*" >/dev/null || { echo "ONNX Runtime has no native library for $platform in the configured registry: this program could not render." >&2; exit 1; }
du -sh "$out"
