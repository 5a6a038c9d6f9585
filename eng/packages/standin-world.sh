#!/usr/bin/env bash
# Proves the build where the registry lacks the official gRPC and ONNX Runtime packages: a copy of the tree, the same registry
# with holes cut into it, plain commands. The build has to find the holes and take the stand-ins by itself.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

holes=(Grpc.AspNetCore Grpc.AspNetCore.Server.ClientFactory Grpc.Core.Api Grpc.Net.ClientFactory Grpc.Net.Common
  Microsoft.ML.OnnxRuntime.Gpu Microsoft.ML.OnnxRuntime.Gpu.Linux Microsoft.ML.OnnxRuntime.Gpu.Windows Microsoft.ML.OnnxRuntime.Managed)

(cd "$root" && git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done | xargs -0 cp --parents -t "$copy")

# What was restored before is reused, but for the holes: they must not be found on the disk either.
global=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
mkdir "$copy/packages" "$copy/empty"
for folder in "$global"/*/; do
  name=$(basename "$folder")
  printf '%s\n' "${holes[@]}" | grep -qix "$name" || ln -s "$folder" "$copy/packages/$name"
done

{
  echo '<configuration><config><add key="globalPackagesFolder" value="packages" /></config>'
  echo '<packageSources><add key="holes" value="empty" /></packageSources><packageSourceMapping>'
  dotnet nuget list source | sed -nE 's/^ *[0-9]+\. +(.*) \[Enabled\]$/\1/p' | while IFS= read -r key; do
    echo "<packageSource key=\"$key\"><package pattern=\"*\" /></packageSource>"
  done
  echo '<packageSource key="holes">'
  printf '<package pattern="%s" />\n' "${holes[@]}"
  echo '</packageSource></packageSourceMapping></configuration>'
} > "$copy/nuget.config"

cd "$copy"
dotnet build -m:2 -v quiet -nologo -clp:ErrorsOnly
grep -q '<GrpcPackagesFound>standin<' artifacts/packages/verdict.props
grep -q '<OnnxRuntimePackagesFound>standin<' artifacts/packages/verdict.props
for tests in Packages.Tests Diffusion.Tests Grid.Tests; do
  dotnet test "tests/$tests" --no-build
done
