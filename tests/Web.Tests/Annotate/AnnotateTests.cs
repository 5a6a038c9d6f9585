using System.Net;
using LaionGrid.Contracts.V1;

namespace LaionGrid.Web.Tests.Annotate;

public sealed class AnnotateTests
{
    private static readonly string Id = new('1', 32);
    private static readonly string One = new('2', 32);
    private static readonly string Two = new('3', 32);

    [Fact]
    public async Task Flow_OfRatings_GoesOnByItsForms_AndTellsNeitherPromptNorModel()
    {
        await using var site = await SiteUnderTest.StartAsync();
        Queue(site, Of(TaskKind.Aesthetic));

        var page = await site.PageAsync("/annotate/aesthetic");
        Assert.Equal(10, page.QuerySelectorAll("button[name=rating]:not([value=none])").Length);
        Assert.Equal($"/pictures/{One}.png", page.QuerySelector("figure img")?.GetAttribute("src"));
        Assert.Empty(page.QuerySelectorAll(".said"));
        Assert.NotNull(page.QuerySelector($"a[href='/report/{One}']"));
        var answer = await site.PostAsync("/annotate/aesthetic", new() { ["assignment"] = Id, ["kind"] = "aesthetic", ["rating"] = "7", ["ms"] = "4100" });

        Assert.Equal((HttpStatusCode.SeeOther, "/annotate/aesthetic?kept=2"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        var given = Assert.Single(site.Script.Annotation.Answered);
        Assert.Equal((Id, 7, 4100, AnswerPlace.Flow), (given.AssignmentId, given.Aesthetic.Rating, given.MsSpent, given.Place));
        var next = await site.PageAsync("/annotate/aesthetic?kept=2");
        Assert.Equal("Kept. 2 points of priority, due within a day.", next.Text("[data-judged]"));
        Assert.Equal("Nothing waits for you here now.", next.Text("h1"));
    }

    [Fact]
    public async Task EachKind_IsAFormWhoseFieldsAreItsAnswer()
    {
        await using var site = await SiteUnderTest.StartAsync();
        var cases = new (AnnotationTask Task, string Key, (string, string)[] Fields, AnswerTaskRequest Answer)[]
        {
            (Of(TaskKind.Compare, One, Two), "compare", [("choice", "BothBad")], new() { Compare = Preference.BothBad }),
            (Of(TaskKind.BestOf, One, Two), "own", [("best", Two), ("bad", One), ("bad", Two)], new() { BestOf = new() { BestJobId = Two, BadJobIds = { One } } }),
            (Of(TaskKind.Artifacts), "artifacts", [("severity", "3"), ("point", "10,1000,Hand"), ("cell", "0,3"), ("type", "Face")],
                new() { Artifacts = new() { Severity = 3, Points = { new ArtifactPoint { X = 10, Y = 1000, Type = ArtifactType.Hand }, new ArtifactPoint { X = 125, Y = 875, Type = ArtifactType.Face } } } }),
            (Of(TaskKind.Match), "match", [("overall", "4"), ("missing", "1"), ("wrong", "0"), ("wrong", "1")], new() { Match = new() { Overall = 4, Missing = { 1 }, Wrong = { 0 } } }),
            (Of(TaskKind.Caption), "caption", [("caption", "A boat.")], new() { Caption = "A boat." }),
            (Of(TaskKind.CaptionVote), "caption-vote", [("right", "no")], new() { CaptionIsRight = false }),
            (Of(TaskKind.Flags), "flags", [("flag", "Gore"), ("flag", "MinorLooking"), ("adult", "yes")], new() { Flags = new() { Flags = { PictureFlag.Gore, PictureFlag.MinorLooking } } }),
            (Of(TaskKind.Tags), "tags", [("medium", "PixelArt"), ("subject", "Animal")], new() { Tags = new() { Medium = Medium.PixelArt, Subject = Subject.Animal } }),
            (Of(TaskKind.Calibration), "calibration", [("rating", "10")], new() { Calibration = 10 }),
            (Of(TaskKind.Aesthetic), "aesthetic", [("rating", "none")], new() { Aesthetic = new() }),
        };
        foreach (var (task, key, fields, expected) in cases)
        {
            site.Script.Annotation.Tasks.Clear();
            Queue(site, task);
            var page = await site.PageAsync($"/annotate/{key}?request={One}&adult=yes");
            var names = page.QuerySelectorAll("form.task [name]").Select(field => field.GetAttribute("name")).ToHashSet();
            Assert.Empty(fields.Select(field => field.Item1).Except(names.Append("point"))); // a script makes the points
            using var content = new FormUrlEncodedContent([new("assignment", Id), new("kind", key), .. fields.Select(field => new KeyValuePair<string, string>(field.Item1, field.Item2))]);
            Assert.Equal(HttpStatusCode.SeeOther, (await site.Http.PostAsync($"/annotate/{key}", content)).StatusCode);
            var given = site.Script.Annotation.Answered[^1].Clone();
            (given.AssignmentId, given.Rater, given.Place, given.Waiting) = ("", "", AnswerPlace.Unspecified, null);
            Assert.Equal(expected, given);
        }
    }

    [Theory]
    [InlineData("aesthetic", "rating", "")]
    [InlineData("aesthetic", "rating", "-1")]
    [InlineData("compare", "choice", "Unspecified")]
    [InlineData("compare", "choice", "1")]
    [InlineData("tags", "medium", "Photo")]
    [InlineData("flags", "flag", "Nothing")]
    [InlineData("match", "overall", "4,5")]
    [InlineData("nothing", "rating", "7")]
    public async Task Form_ThatIsNoAnswer_SaysSo_AndShowsTheTaskAgain(string kind, string field, string value)
    {
        await using var site = await SiteUnderTest.StartAsync();
        Queue(site, Of(TaskKind.Aesthetic));

        var answer = await site.PostAsync("/annotate/mixed", new() { ["assignment"] = Id, ["kind"] = kind, [field] = value });

        var page = await SiteUnderTest.ReadPageAsync(answer);
        Assert.Equal("That was not an answer to this task. Choose one of its buttons, or skip it.", page.Text("[data-judged]"));
        Assert.NotNull(page.QuerySelector("form.task"));
        Assert.Empty(site.Script.Annotation.Answered);
    }

    [Fact]
    public async Task Waiting_ShowsWhatAnAnswerBrought_AndKeepsTheKeyInTheForm()
    {
        await using var site = await SiteUnderTest.StartAsync();
        Queue(site, Of(TaskKind.Aesthetic), Of(TaskKind.Aesthetic));
        site.Script.Annotation.Outcome = new() { AnswerId = Id, Moved = new() { Places = 3, Seconds = 12.4 } };

        var page = await site.PageAsync($"/annotate/mixed?request={Two}&key=secret");
        Assert.Equal("secret", page.QuerySelector("input[name=key]")?.GetAttribute("value"));
        var strip = await site.PostAsync("/annotate/mixed", new() { ["assignment"] = Id, ["kind"] = "aesthetic", ["rating"] = "7", ["request"] = Two, ["key"] = "secret", ["strip"] = "true" });

        var given = Assert.Single(site.Script.Annotation.Answered);
        Assert.Equal((Two, "secret", AnswerPlace.Waiting), (given.Waiting.RequestId, given.Waiting.RequestKey, given.Place));
        var part = await SiteUnderTest.ReadPageAsync(strip);
        Assert.Equal("Kept. Your picture passed 3 others: about 12 s earlier.", part.Text("[data-strip-task] [data-judged]"));
        Assert.NotNull(part.QuerySelector("[data-strip-task] form"));
        Assert.Null(part.QuerySelector(".masthead"));
    }

    [Fact]
    public async Task Skip_GivesTheTaskBack_AndARefusalIsTold()
    {
        await using var site = await SiteUnderTest.StartAsync();
        Queue(site, Of(TaskKind.Tags), Of(TaskKind.Tags));
        await site.PostAsync("/annotate/tags", new() { ["assignment"] = Id, ["kind"] = "tags", ["deed"] = "skip" });
        Assert.Equal([Id], site.Script.Annotation.Skipped);

        site.Script.Annotation.Refusal = new() { Kind = RefusalKind.Conflict, Code = "assignment.late", Message = "This task was yours for ten minutes." };
        var page = await SiteUnderTest.ReadPageAsync(await site.PostAsync("/annotate/tags", new() { ["assignment"] = Id, ["kind"] = "tags", ["medium"] = "Photo", ["subject"] = "Animal" }));
        Assert.Equal("This task was yours for ten minutes.", page.Text("[data-judged]"));
    }

    [Theory]
    [InlineData("de-AT,de;q=0.9,en;q=0.3,fr;q=0", new[] { "de-AT", "de", "en" })]
    [InlineData("en;q=0.2,ru", new[] { "ru", "en" })]
    [InlineData("de,*;q=0.1", new string[0])]
    [InlineData("<script>,;;,q=", new string[0])]
    public async Task Task_IsAskedForWithWhatTheBrowserSaysIsRead(string header, string[] languages)
    {
        await using var site = await SiteUnderTest.StartAsync();
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/annotate/match");
        ask.Headers.TryAddWithoutValidation("Accept-Language", header);

        (await site.Http.SendAsync(ask)).EnsureSuccessStatusCode();

        var asked = Assert.Single(site.Script.Annotation.Asked);
        Assert.Equal(languages, asked.Languages);
        Assert.Equal(32, asked.Network.Length);
    }

    [Fact]
    public async Task Flags_AreAskedForFirst_AndAskNobodyBefore()
    {
        await using var site = await SiteUnderTest.StartAsync();
        Queue(site, Of(TaskKind.Flags));

        var page = await site.PageAsync("/annotate/flags");
        Assert.NotNull(page.QuerySelector("form[action='/annotate/flags'] input[name=adult][value=yes]"));
        Assert.Empty(page.QuerySelectorAll("figure img"));
        Assert.Empty(site.Script.Annotation.Asked);
        await site.PageAsync("/annotate/flags?adult=yes");
        Assert.True(Assert.Single(site.Script.Annotation.Asked).Adult);
    }

    [Fact]
    public async Task Board_IsTheSameForEverybody_AndOwnNumbersAreForWhoIsSignedIn()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Annotation.Board = new() { Answers = 12, Rows = { new AnnotatorRow { Rank = 1, Name = "Ada<b>", Answers = 9, Kinds = 3 } } };
        site.Script.Annotation.Own = new() { PointMflop = 100, PaidMflop = 250, PriorityMflop = 730, Kinds = { new KindCount { Kind = TaskKind.Tags, Count = 4 } }, Badges = { "first_answer", "unheard_of" } };

        var board = await site.PageAsync("/annotate/board?period=week");
        Assert.Equal("Ada<b>", board.Text("tbody th"));
        Assert.StartsWith("12 answers in the last 7 days", board.Text(".lead"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Http.GetAsync("/annotate/board?period=century")).StatusCode);
        Assert.StartsWith("/sign-in", (await site.Http.GetAsync("/annotate/mine")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        site.Visitor = new(new string('9', 32), "Ada", LaionGrid.Web.People.PersonRole.Person, LaionGrid.Web.People.PersonRank.New);
        var own = await site.PageAsync("/annotate/mine");
        Assert.StartsWith("4 answers. They have earned 2 points", own.Text(".lead"), StringComparison.Ordinal);
        Assert.StartsWith("You have 7 points to spend.", own.Text(".priority"), StringComparison.Ordinal);
        Assert.Equal("First look judged a first picture", own.Text(".judged-badges li"));
        Assert.Equal("page", (await site.PageAsync("/annotate")).QuerySelector(".masthead a[href='/annotate']")?.GetAttribute("aria-current"));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Http.GetAsync("/annotate/nothing")).StatusCode);
    }

    private static AnnotationTask Of(TaskKind kind, params string[] pictures) => new()
    {
        AssignmentId = Id, Kind = kind, Points = 2, Prompt = kind == TaskKind.Compare ? "a boat" : "", Caption = kind is TaskKind.Caption or TaskKind.CaptionVote ? "a boat" : "", Words = { kind == TaskKind.Match ? ["a", "boat"] : [] },
        Pictures = { (pictures.Length == 0 ? [One] : pictures).Select(job => new TaskPicture { JobId = job, Width = 64, Height = 64 }) },
    };

    private static void Queue(SiteUnderTest site, params AnnotationTask[] tasks)
    {
        foreach (var task in tasks)
            site.Script.Annotation.Tasks.Enqueue(task);
    }
}
