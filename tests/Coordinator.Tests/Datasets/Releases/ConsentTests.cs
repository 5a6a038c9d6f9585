using LaionGrid.Contracts;
using LaionGrid.Contracts.V1;
using LaionGrid.Coordinator.Accounts;
using LaionGrid.Coordinator.Jobs;
using LaionGrid.Coordinator.Jobs.Intake;
using LaionGrid.TestKit;
using Microsoft.EntityFrameworkCore;
using SubmitRequest = LaionGrid.Coordinator.Jobs.Intake.SubmitRequest;

namespace LaionGrid.Coordinator.Tests.Datasets.Releases;

public sealed class ConsentTests
{
    [Theory, OnSqlite, OnPostgres]
    public async Task Consent_GivenOrNot_IsKeptWithTheRequest(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);
        var submit = grid.Get<SubmitRequest>();

        foreach (var version in new[] { 0, ReleaseConsent.Current })
            Assert.IsType<SubmitOutcome.Accepted>(await submit.RunAsync(new() { RequestKey = $"ask-{version}", Prompt = "a boat", Count = 1, ReleaseConsent = version }, "", Caller.Anonymous, default));

        await using var db = await new Story(grid).DbAsync();
        Assert.Equal([0, ReleaseConsent.Current], await db.Requests.OrderBy(request => request.RequestKey).Select(request => request.ReleaseConsent).ToListAsync());
    }

    [Theory, OnSqlite]
    public async Task Consent_GivenOrNot_IsSaidWhereverTheRequestIsSeen(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.StartAsync(kind);
        var requests = new Requests.RequestsClient(grid.Channel());

        foreach (var version in new[] { 0, ReleaseConsent.Current })
        {
            var asked = (await requests.SubmitAsync(new() { RequestKey = $"ask-{version}", Settings = new() { Prompt = "a boat" }, Count = 1, ReleaseConsentVersion = version })).Request;
            Assert.Equal((version > 0, version > 0), (asked.OpenData, (await requests.GetAsync(new() { RequestId = asked.RequestId })).OpenData));
        }
    }

    [Theory, OnSqlite]
    public async Task Consent_ToWordsNobodyWrote_IsRefused(DatabaseKind kind)
    {
        await using var grid = await CoordinatorUnderTest.CreateAsync(kind);

        var outcome = await grid.Get<SubmitRequest>().RunAsync(new() { RequestKey = "ask", Prompt = "a boat", Count = 1, ReleaseConsent = ReleaseConsent.Current + 1 }, "", Caller.Anonymous, default);

        Assert.Equal("consent.unknown", Assert.IsType<SubmitOutcome.Refused>(outcome).Refusal.Code);
    }
}
