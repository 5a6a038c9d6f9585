using System.Net;
using LaionGrid.Contracts.V1;
using LaionGrid.Web.Moderation;
using Microsoft.Extensions.DependencyInjection;

namespace LaionGrid.Web.Tests.Moderation;

/// <summary>A kept page goes with the picture on it.</summary>
public sealed class TakedownTests
{
    [Fact]
    public async Task Page_ThatWasKept_GoesWithThePicture()
    {
        await using var site = await SiteUnderTest.StartAsync();
        site.Script.Pictures.Add(Wire.Picture());
        await site.PageAsync("/pictures/job-0");
        site.Script.PictureRefusal = new() { Kind = RefusalKind.Gone, Code = "picture.taken_down", Message = "This picture was taken down." };
        site.Moderation.TakenDown.Add(new() { JobId = "job-0", AtUs = 1_780_000_000_000_000, Reason = Concern.Hate });

        await site.Services.GetRequiredService<TakedownLoop>().RunOnceAsync(default);

        Assert.Equal(HttpStatusCode.Gone, (await site.Http.GetAsync("/pictures/job-0")).StatusCode);
    }
}
