using LaionGrid.TestKit;

namespace LaionGrid.Coordinator.Tests;

/// <summary>What keeps the coordinator from starting is said in one line that names the setting to change.</summary>
public sealed class StartFailureTests
{
    [Theory]
    [InlineData("port.in_use", "--urls")]
    [InlineData("database.unreachable", "Storage:ConnectionString", "--Storage:ConnectionString", "Host=127.0.0.1;Port=1;Username=nobody")]
    [InlineData("database.unreachable", "Storage:ConnectionString", "--Storage:Provider", "sqlite", "--Storage:ConnectionString", "Data Source=/nowhere/at/all.db")]
    [InlineData("settings.invalid", "Leases:Seconds", "--Leases:Seconds", "0")]
    [InlineData("settings.invalid", "Jobs:MaxFailures", "--Jobs:MaxFailures", "many")]
    [InlineData("settings.invalid", "Jobs:MaxFailures", "--Jobs:MaxFailures", "99", "--Leases:Seconds", "0")]
    [InlineData("settings.invalid", "Blobs:Store", "--Blobs:Store", "ftp://pictures")]
    [InlineData("settings.invalid", "Blobs:Store", "--Blobs:S3Endpoint", "http://127.0.0.1:1")]
    [InlineData("settings.invalid", "Blobs:S3SecretKey", "--Blobs:Store", "s3://pictures", "--Blobs:S3AccessKey", "key")]
    [InlineData("blobs.unreachable", "Blobs:S3Endpoint", "--Blobs:Store", "s3://pictures", "--Blobs:S3Endpoint", "http://127.0.0.1:1", "--Blobs:S3AccessKey", "key", "--Blobs:S3SecretKey", "secret")]
    [InlineData("bundle.invalid", "Models:Folder", "--Models:Folder", "/nowhere")]
    public async Task Start_WhenASettingIsWrong_NamesItInOneLine(string code, string setting, params string[] settings)
    {
        await using var first = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);
        using var folder = new TemporaryFolder();
        string[] args = ["--urls", first.Address, "--Data:Folder", folder["data"], "--Models:Folder", first.Folder["models"], "--Logging:LogLevel:Default", "None", .. settings];

        var error = await Record.ExceptionAsync(async () =>
        {
            await using var app = await CoordinatorHost.BuildAsync(args);
            await app.StartAsync();
        });

        var line = StartFailure.Describe(Assert.IsAssignableFrom<Exception>(error));
        Assert.StartsWith(code, line, StringComparison.Ordinal);
        Assert.Contains(setting, line, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnTheDataOfAnotherThatRuns_IsRefused()
    {
        await using var first = await CoordinatorUnderTest.StartAsync(DatabaseKind.Sqlite);

        var error = await Record.ExceptionAsync(() => CoordinatorHost.BuildAsync(["--Data:Folder", first.Folder["data"], "--Models:Folder", first.Folder["models"]]));

        Assert.StartsWith("data.in_use", StartFailure.Describe(Assert.IsAssignableFrom<Exception>(error)), StringComparison.Ordinal);
    }

    /// <summary>Half a key must never become the operator's.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("lg_half")]
    public async Task Start_OnABrokenOperatorKey_IsRefused(string text)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        await File.WriteAllTextAsync(Path.Combine(folder["data"], "operator.key"), text);

        var error = await Record.ExceptionAsync(() => CoordinatorHost.BuildAsync(["--Data:Folder", folder["data"], "--Models:Folder", PaperBundle.WriteTo(folder)]));

        Assert.StartsWith("secret.invalid", StartFailure.Describe(Assert.IsAssignableFrom<Exception>(error)), StringComparison.Ordinal);
    }
}
