using Google.Protobuf;
using LaionGrid.Contracts.V1;
using static LaionGrid.Coordinator.Tests.Hostile.HostileRow;

namespace LaionGrid.Coordinator.Tests.Hostile;

/// <summary>What cannot be asked, and requests and pictures that are not there.</summary>
internal static class RequestRows
{
    private const string Submit = "Requests/Submit";

    public static IEnumerable<HostileRow> All =>
    [
        .. Asks,
        .. Places("request.unknown", "Requests/Get", id => new GetRequest { RequestId = id }),
        .. Places("request.unknown", "Requests/Watch", id => new WatchRequest { RequestId = id }),
        .. Places("request.unknown", "Requests/Cancel", id => new CancelRequest { RequestId = id }),
        .. Places("request.unknown", "Requests/FetchSource", id => new FetchSourceRequest { RequestId = id }),
        .. Of("Requests/WatchMany", "", ("of what is no id", _ => new WatchManyRequest { WatchId = 1, RequestId = "zz" }), ("an end of nothing", _ => new WatchManyRequest { WatchId = long.MinValue })),
        new("Requests/WatchMany", "two of one id", "watch.twice", _ => null, scene => [new WatchManyRequest { WatchId = 1, RequestId = scene.OpenRequest }, new WatchManyRequest { WatchId = 1, RequestId = scene.OpenRequest }]),
        .. Of("Requests/FetchSource", "source.none", ("of a picture from noise", scene => new FetchSourceRequest { RequestId = scene.OpenRequest })),
        .. Places("job.unknown", "Requests/GetPicture", id => new GetPictureRequest { JobId = id }),
        .. Places("job.unknown", "Requests/FetchPicture", id => new FetchPictureRequest { JobId = id }),
        .. Of("Requests/GetPicture", "job.unknown", ("a picture that is not there yet", scene => new GetPictureRequest { JobId = scene.Fresh.JobId })),
        .. Of("Requests/FetchPicture", "job.unknown", ("a picture that is not there yet", scene => new FetchPictureRequest { JobId = scene.Fresh.JobId })),
        .. Of("Requests/Cancel", "", ("a request cancelled before", scene => new CancelRequest { RequestId = scene.EndedRequest })),
        .. Of("Requests/Cancel", "request.not_yours", ("another's request", scene => new CancelRequest { RequestId = scene.OpenRequest }))
            .SelectMany(row => new[] { row.By(scene => scene.Bob), row.By(_ => null), row.By(scene => scene.Fresh.Worker.Key) }),
        .. Of("Requests/ListPictures", "limit.out_of_range",
            ("fewer than none", _ => new ListPicturesRequest { Limit = int.MinValue }),
            ("more than a page", _ => new ListPicturesRequest { Limit = 101 })),
        .. Of("Requests/ListPictures", "job.unknown", ("behind what is no id", _ => new ListPicturesRequest { BeforeJobId = "zz" })),
        .. Of("Requests/ListPictures", "",
            ("behind a job that is not there", _ => new ListPicturesRequest { BeforeJobId = new string('f', 32) }),
            ("of a pattern", _ => new ListPicturesRequest { ContributorName = "%" }),
            ("of a huge name", _ => new ListPicturesRequest { ContributorName = new string('a', 1_000_000) })),
    ];

    private static IEnumerable<HostileRow> Asks =>
    [
        .. Of(Submit, "prompt.empty",
            ("no settings", Ask(ask => ask.Settings = null)),
            ("spaces for a prompt", Ask(ask => ask.Settings.Prompt = " \n "))),
        .. Of(Submit, "prompt.too_long", ("a huge prompt", Ask(ask => ask.Settings.Prompt = new string('x', 1_000_000)))),
        .. Of(Submit, "prompt.unprintable",
            ("a mark of a broken text in the prompt", Ask(ask => ask.Settings.Prompt = "a\uFFFDb")),
            ("a bell in the prompt", Ask(ask => ask.Settings.Prompt = "a\ab"))),
        .. Of(Submit, "negative_prompt.too_long", ("a long negative prompt", Ask(ask => ask.Settings.NegativePrompt = new string('x', 1001)))),
        .. Of(Submit, "negative_prompt.unprintable", ("an escape in the negative prompt", Ask(ask => ask.Settings.NegativePrompt = "a\u001Bb"))),
        .. Of(Submit, "text.null_character", ("a null in the prompt", Ask(ask => ask.Settings.Prompt = "a\0b"))),
        .. Of(Submit, "request_key.invalid",
            ("no request key", Ask(ask => ask.RequestKey = "")),
            ("a long request key", Ask(ask => ask.RequestKey = new string('k', 65)))),
        .. Of(Submit, "bundle.unknown",
            ("a bundle that is not here", Ask(ask => ask.Settings.BundleId = "nothing")),
            ("a path for a bundle", Ask(ask => ask.Settings.BundleId = "../paper"))),
        .. Of(Submit, "sampler.unknown", ("an unknown sampler", Ask(ask => ask.Settings.Sampler = (Sampler)99))),
        .. Of(Submit, "size.out_of_range",
            ("a negative width", Ask(ask => ask.Settings.Width = int.MinValue)),
            ("a huge height", Ask(ask => ask.Settings.Height = int.MaxValue)),
            ("too many pixels", Ask(ask => (ask.Settings.Width, ask.Settings.Height) = (64, 64)))),
        .. Of(Submit, "size.not_multiple", ("an odd width", Ask(ask => ask.Settings.Width = 17))),
        .. Of(Submit, "steps.out_of_range",
            ("no steps", Ask(ask => ask.Settings.Steps = 0)),
            ("negative steps", Ask(ask => ask.Settings.Steps = int.MinValue)),
            ("endless steps", Ask(ask => ask.Settings.Steps = int.MaxValue))),
        .. new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -0f, 0.99f }.SelectMany(guidance =>
            Of(Submit, "guidance.out_of_range", ($"guidance of {guidance}", Ask(ask => ask.Settings.Guidance = guidance)))),
        .. Of(Submit, "source.missing",
            ("a strength of nothing", From(settings => settings.Strength = 0.5)),
            ("a mask of nothing", From(settings => settings.MaskSha256 = new string('f', 64)))),
        .. Of(Submit, "source.unknown",
            ("a source nobody brought", From(settings => settings.SourceSha256 = new string('f', 64))),
            ("a path for a source", From(settings => settings.SourceSha256 = "../../operator.key")),
            ("a huge source", From(settings => settings.SourceSha256 = new string('f', 1_000_000))),
            ("a picture for a source", From(settings => settings.SourceSha256 = WorkerClient.Hash(Scene.Png)))),
        .. Of(Submit, "text.null_character", ("a null in the source", From(settings => settings.SourceSha256 = "a\0b"))),
        .. new[] { double.NaN, double.PositiveInfinity, -1, 0, -0.0, 1.0001, double.MaxValue }.SelectMany(strength =>
            Of(Submit, "strength.out_of_range", ($"strength of {strength}", From(settings => (settings.SourceSha256, settings.Strength) = (new string('f', 64), strength))))),
        .. Of(Submit, "strength.too_small", ("strength for no step", From(settings => (settings.SourceSha256, settings.Strength) = (new string('f', 64), double.Epsilon)))),
        .. new[] { 0, -1, 9, int.MaxValue, int.MinValue }.SelectMany(count => Of(Submit, "count.out_of_range", ($"{count} pictures", Ask(ask => ask.Count = count)))),
        .. new[] { -1, uint.MaxValue + 1L, long.MaxValue, long.MinValue }.SelectMany(seed => Of(Submit, "seed.out_of_range", ($"seed {seed}", Ask(ask => ask.Seed = seed)))),
        .. Of(Submit, "", ("a key used before, with other settings", Ask(ask => (ask.RequestKey, ask.Seed, ask.Settings.Prompt) = ("ask-1", 5, "a house"))))
            .Select(row => row.By(scene => scene.Ada)),
    ];

    /// <summary>The usual message, which nothing may be queued by, with its count mended and then spoilt.</summary>
    private static Func<Scene, IMessage> Ask(Action<SubmitRequest> spoil) => Spoilt<SubmitRequest>(Submit, ask =>
    {
        ask.Count = 1;
        spoil(ask);
    });

    /// <summary>Right but for what it begins from.</summary>
    private static Func<Scene, IMessage> From(Action<RenderSettings> spoil) => Ask(ask =>
    {
        ask.Seed = 1;
        spoil(ask.Settings);
    });

    /// <summary>Ids that name nothing of the kind.</summary>
    internal static IEnumerable<HostileRow> Places(string code, string rpc, Func<string, IMessage> message) => Of(rpc, code,
        ("no id", _ => message("")),
        ("not hex", _ => message("not an id")),
        ("the empty id", _ => message(new string('0', 32))),
        ("an id nobody has", _ => message(new string('f', 32))),
        ("an id with hyphens", scene => message(Guid.ParseExact(scene.Fresh.JobId, "N").ToString("D"))),
        ("the id of a lease", scene => message(scene.Fresh.Token.LeaseId)),
        ("a letter behind an id", scene => message(scene.Fresh.JobId + "f")),
        ("a huge id", _ => message(new string('a', 1_000_000))));
}
