using System.Xml.Linq;

namespace LaionGrid.Worker.Service;

/// <summary>A launchd agent on macOS: it runs in its user's session, where it can see that somebody is there, and is started again when it fails.</summary>
internal static class LaunchAgent
{
    private const string Label = "org.laiongrid.worker";

    public static ServicePlan Of((string FileName, IReadOnlyList<string> Arguments) program, string data, string home, uint userId)
    {
        var (path, log) = (Path.Combine(home, "Library", "LaunchAgents", $"{Label}.plist"), Path.Combine(data, "worker.log"));
        return new(path, Text([program.FileName, .. program.Arguments], data, log))
        {
            // One that runs is taken down first: launchd does not read a changed file by itself.
            Enable = [new("launchctl", "bootout", $"gui/{userId}/{Label}"), new("launchctl", "bootstrap", $"gui/{userId}", path)],
            Disable = [new("launchctl", "bootout", $"gui/{userId}/{Label}")],
            Ask = new("launchctl", "print", $"gui/{userId}/{Label}"),
            Logs = $"tail -f {log}",
            Notice = "It runs while you are logged in. Nobody has tried this on a Mac yet.",
        };
    }

    private static string Text(IReadOnlyList<string> command, string data, string log)
    {
        var dictionary = new XElement("dict",
            Key("Label"), Text(Label),
            Key("ProgramArguments"), new XElement("array", command.Select(Text)),
            Key("EnvironmentVariables"), new XElement("dict", Key("LAIONGRID_DATA"), Text(data), Key("DOTNET_EnableDiagnostics"), Text("0")),
            Key("RunAtLoad"), new XElement("true"),
            Key("KeepAlive"), new XElement("dict", Key("SuccessfulExit"), new XElement("false")),
            Key("ThrottleInterval"), new XElement("integer", 10),
            Key("ProcessType"), Text("Background"),
            Key("Nice"), new XElement("integer", 19),
            Key("LowPriorityIO"), new XElement("true"),
            Key("Umask"), new XElement("integer", 63), // 0077: property lists know no octal
            Key("StandardOutPath"), Text(log),
            Key("StandardErrorPath"), Text(log));
        var type = new XDocumentType("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null);
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{new XDocument(type, new XElement("plist", new XAttribute("version", "1.0"), dictionary))}\n";
    }

    private static XElement Key(string name) => new("key", name);

    private static XElement Text(string text) => new("string", text);
}
