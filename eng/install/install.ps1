# Installs the LaionGrid worker for the user who runs this, into %LOCALAPPDATA%\Programs, and nothing else:
#     Invoke-WebRequest https://grid.example/release/install.ps1 -OutFile install.ps1; .\install.ps1 https://grid.example/release/
# The archive has to have the hash that SHA256SUMS beside it says. Run again, it replaces the program and leaves your settings and models alone.
param([Parameter(Mandatory = $true)][string] $Base)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue' # its bar makes a download many times slower

if ($Base -notmatch '^(https://|http://(127\.0\.0\.1|localhost):)') { throw "$Base is not an https address." }
if (-not [Environment]::Is64BitOperatingSystem) { throw 'There is no worker for a 32-bit Windows.' }
$Base = $Base.TrimEnd('/')
$archive = 'laiongrid-worker-win-x64.tar.gz'
$programs = Join-Path $env:LOCALAPPDATA 'Programs'
$to = Join-Path $programs 'laiongrid-worker'
$work = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
New-Item -ItemType Directory -Path $work, "$work\new" | Out-Null
try {
    Write-Host "Downloading $Base/$archive ..."
    Invoke-WebRequest -UseBasicParsing "$Base/SHA256SUMS" -OutFile "$work\SHA256SUMS"
    Invoke-WebRequest -UseBasicParsing "$Base/$archive" -OutFile "$work\$archive"
    $wanted = Get-Content "$work\SHA256SUMS" | ForEach-Object { , ($_ -split '\s+\*?', 2) } | Where-Object { $_.Count -eq 2 -and $_[1] -eq $archive } | ForEach-Object { $_[0] }
    if (-not $wanted) { throw "SHA256SUMS does not name ${archive}: this release has no worker for Windows." }
    $actual = (Get-FileHash -Algorithm SHA256 "$work\$archive").Hash
    if ($actual -ne $wanted) { throw "$archive has the hash $actual, but SHA256SUMS says $wanted. Nothing was installed. Try again; if it stays so, tell who runs the grid." }

    tar -xzf "$work\$archive" -C "$work\new" # part of Windows since 2018
    if ($LASTEXITCODE -ne 0) { throw "$archive cannot be unpacked." }
    New-Item -ItemType Directory -Force -Path $programs | Out-Null
    if (Test-Path $to) { Remove-Item -Recurse -Force $to } # fails while the worker runs: stop it first
    Move-Item "$work\new" $to
    Write-Host "Installed $to\laiongrid-worker.exe. Set it up: & '$to\laiongrid-worker.exe' setup"
}
finally {
    Remove-Item -Recurse -Force $work
}
