using System.Xml.Linq;
using LaionGrid.Worker.Service;
using LaionGrid.Worker.Tests.Rendering;
using LaionGrid.Worker.Updates;

namespace LaionGrid.Worker.Tests.Service;

public sealed class ServicePlanTests
{
    private const string Program = "/opt/laion grid/100%/laiongrid-worker";

    private static readonly string Packaged = File.ReadAllText(Path.Combine(PocketModel.Models, "..", "eng", "install", "deb", SystemdUnit.Name));

    [Fact]
    public void SystemUnit_OfThePackagesProgramAndFolder_IsThePackages()
    {
        var plan = SystemdUnit.OfSystem(("/usr/bin/laiongrid-worker", []), "/var/lib/laiongrid-worker", _ => false).Plan!;

        Assert.Equal(Packaged.ReplaceLineEndings("\n"), plan.Text);
        Assert.Equal("/etc/systemd/system/laiongrid-worker.service", plan.Path);
    }

    [Fact]
    public void UserUnit_LeavesOutWhatOnlyASystemsServiceCan()
    {
        var plan = SystemdUnit.OfUser((Program, ["a $b.dll"]), "/home/ada/$data", "/home/ada/.config");

        Assert.Equal("/home/ada/.config/systemd/user/laiongrid-worker.service", plan.Path);
        Assert.Contains("ExecStart=\"/opt/laion grid/100%%/laiongrid-worker\" \"a $$b.dll\"\n", plan.Text, StringComparison.Ordinal);
        Assert.Contains("Environment=LAIONGRID_DATA=/home/ada/$data DOTNET_EnableDiagnostics=0\n", plan.Text, StringComparison.Ordinal);
        Assert.Contains("WantedBy=default.target\n", plan.Text, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivileges=yes\n", plan.Text, StringComparison.Ordinal);
        Assert.All(["User=", "ProtectHome=", "ProtectSystem=", "CapabilityBoundingSet", "DevicePolicy", "StateDirectory", "network-online", "WorkingDirectory"], words => Assert.DoesNotContain(words, plan.Text, StringComparison.Ordinal));
    }

    [OnSystemdTheory, InlineData(true), InlineData(false)]
    public async Task Units_AreUnderstoodBySystemd(bool isSystem)
    {
        using var folder = new TemporaryFolder();
        var program = ("/bin/sh", (IReadOnlyList<string>)["-c", "true 100% \"$HOME\""]);
        var plan = isSystem ? SystemdUnit.OfSystem(program, "/srv/laion grid", _ => false).Plan! : SystemdUnit.OfUser(program, "/srv/laion grid", "/etc");
        await File.WriteAllTextAsync(folder[SystemdUnit.Name], plan.Text);

        var answer = await new SystemPrograms().RunAsync(
            new("env", $"XDG_RUNTIME_DIR={folder.Path}", "systemd-analyze", isSystem ? "--system" : "--user", "verify", "--man=no", folder[SystemdUnit.Name]), default);

        Assert.Equal((0, ""), answer);
    }

    [Theory, InlineData("/home/ada/laiongrid-worker", "/srv/worker"), InlineData("/opt/laiongrid-worker", "/root/worker")]
    public void SystemUnit_OfWhatLiesInAHome_IsRefused(string program, string data) =>
        Assert.Contains("lies in somebody's home", SystemdUnit.OfSystem((program, []), data, _ => false).Problem, StringComparison.Ordinal);

    [Fact]
    public void SystemUnit_BesideThePackages_IsRefused() =>
        Assert.Contains("The package has brought the service already", SystemdUnit.OfSystem(("/usr/bin/laiongrid-worker", []), "/srv/worker", _ => true).Problem, StringComparison.Ordinal);

    [Fact]
    public void SystemUnit_OfAnotherFolder_MayWriteThere()
    {
        var text = SystemdUnit.OfSystem(("/usr/bin/laiongrid-worker", []), "/srv/worker", _ => false).Plan!.Text;

        Assert.Contains("ReadWritePaths=/srv/worker\n", text, StringComparison.Ordinal);
        Assert.Contains("WorkingDirectory=/srv/worker\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/var/lib/", text, StringComparison.Ordinal);
    }

    /// <summary>A version's own folder goes when the next one does well.</summary>
    [Fact]
    public void Program_OfAnInstallationWithVersions_IsTheCurrentOne()
    {
        using var folder = new TemporaryFolder();
        var version = folder[Path.Combine("versions", "0.1.0", "laiongrid-worker")];
        Assert.Equal(version, Installation.LastingPathOf(version));

        File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder["current"]).FullName, "laiongrid-worker"), "");

        Assert.Equal(folder[Path.Combine("current", "laiongrid-worker")], Installation.LastingPathOf(version));
        Assert.Equal("/usr/bin/laiongrid-worker", Installation.LastingPathOf("/usr/bin/laiongrid-worker"));
    }

    [Fact]
    public void LaunchAgent_IsAPropertyListOfTheCommand()
    {
        var plan = LaunchAgent.Of((Program, ["a&b"]), "/Users/ada/data", "/Users/ada", 501);

        var keys = XDocument.Parse(plan.Text).Root!.Element("dict")!.Elements().Chunk(2).ToDictionary(pair => pair[0].Value, pair => pair[1]);
        Assert.Equal("/Users/ada/Library/LaunchAgents/org.laiongrid.worker.plist", plan.Path);
        Assert.Equal([Program, "a&b"], keys["ProgramArguments"].Elements("string").Select(word => word.Value));
        Assert.Equal("/Users/ada/data", keys["EnvironmentVariables"].Elements("string").First().Value);
        Assert.Equal("true", keys["RunAtLoad"].Name.LocalName);
        Assert.Equal("launchctl bootstrap gui/501 /Users/ada/Library/LaunchAgents/org.laiongrid.worker.plist", plan.Enable[^1].ToString());
    }

    [Fact]
    public void LogonScript_StartsTheProgramWithItsFolder()
    {
        var plan = LogonScript.Of((@"C:\Program Files\worker.exe", []), @"C:\Users\Ada\100%", "Startup");

        Assert.Equal("@echo off\r\nchcp 65001 >nul\r\nset \"LAIONGRID_DATA=C:\\Users\\Ada\\100%%\"\r\nstart \"LaionGrid worker\" /min /low \"C:\\Program Files\\worker.exe\"\r\n", plan.Text);
        Assert.Contains("no Windows service", plan.Notice, StringComparison.Ordinal);
    }
}

/// <summary>A theory about systemd; shown as skipped where there is none, as on Windows and macOS.</summary>
public sealed class OnSystemdTheoryAttribute : TheoryAttribute
{
    public OnSystemdTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : "There is no systemd.";
}
