namespace LaionGrid.Architecture.Tests;

/// <summary>
/// Which way things may point. This table is the documentation: a new arrow is an edit here and shows in review.
/// </summary>
internal static class DependencyTable
{
    private static readonly string[] Nothing = [];

    /// <summary>What each project's file names, to the letter: first its projects, then its packages.</summary>
    public static readonly IReadOnlyDictionary<string, (string[] Projects, string[] Packages)> Projects = new Dictionary<string, (string[], string[])>
    {
        ["proto/LaionGrid.Contracts.csproj"] = (Nothing, ["Google.Protobuf", "Grpc.Net.Client", "Grpc.Tools"]),
        ["proto/Datasets/LaionGrid.Datasets.csproj"] = (Nothing, ["Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3", "SQLitePCLRaw.core"]), // the formats of the open data: what a release, the explorer and the public read
        ["worker/Arithmetic/LaionGrid.Arithmetic.csproj"] = (Nothing, Nothing),
        ["worker/Diffusion/LaionGrid.Diffusion.csproj"] = (["LaionGrid.Arithmetic"], ["Microsoft.ML.OnnxRuntime.Managed"]),
        ["worker/Daemon/LaionGrid.Worker.csproj"] = (
            ["LaionGrid.Contracts", "LaionGrid.Diffusion"],
            ["Grpc.Net.Client", "Microsoft.ML.OnnxRuntime.Gpu", "Polly", "Spectre.Console", "System.CommandLine", "Tmds.DBus.Protocol"]),
        // Arithmetic is the one thing shared with the worker: the coordinator replays trajectories exactly, and the site checks the log's proofs itself.
        ["coordinator/LaionGrid.Coordinator.csproj"] = (
            ["LaionGrid.Arithmetic", "LaionGrid.Contracts", "LaionGrid.Datasets"],
            ["AWSSDK.Core", "AWSSDK.S3", "Grpc.AspNetCore", "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Sqlite",
             "Microsoft.IdentityModel.JsonWebTokens", "Npgsql.EntityFrameworkCore.PostgreSQL", "Polly", "SQLitePCLRaw.bundle_e_sqlite3", "SQLitePCLRaw.core", "System.IO.Hashing"]),
        ["web/LaionGrid.Web.csproj"] = (["LaionGrid.Arithmetic", "LaionGrid.Contracts", "LaionGrid.Datasets"], ["Grpc.Net.Client", "MailKit", "Microsoft.AspNetCore.Authentication.OpenIdConnect", "Microsoft.AspNetCore.Identity.EntityFrameworkCore", "Microsoft.AspNetCore.OpenApi",
             "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Sqlite", "Microsoft.IdentityModel.JsonWebTokens", "Microsoft.IdentityModel.Protocols.OpenIdConnect",
             "Npgsql.EntityFrameworkCore.PostgreSQL", "Polly", "SQLitePCLRaw.bundle_e_sqlite3", "SQLitePCLRaw.core"]),
    };

    /// <summary>The coordinator's slices and what each may use. Everything may use Edge; nothing uses the host's own files.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Coordinator = new Dictionary<string, string[]>
    {
        ["Edge"] = Nothing,
        ["Storage"] = ["Edge"],
        ["Blobs"] = ["Edge"],
        ["Accounts"] = ["Edge", "Storage", "Blobs"],
        ["Models"] = ["Edge", "Storage", "Blobs", "Accounts"],
        ["Fleet"] = ["Edge", "Storage", "Blobs", "Accounts", "Models"],
        ["Ledger"] = ["Edge", "Storage", "Accounts"],
        ["Imaging"] = ["Edge"],
        ["Sources"] = ["Edge", "Storage", "Blobs", "Accounts", "Imaging"],
        ["Jobs"] = ["Edge", "Storage", "Blobs", "Accounts", "Models", "Fleet", "Ledger", "Sources"],
        ["Leases"] = ["Edge", "Storage", "Blobs", "Accounts", "Models", "Fleet", "Jobs"],
        ["Results"] = ["Edge", "Storage", "Blobs", "Accounts", "Models", "Fleet", "Jobs", "Leases", "Imaging", "Sources"],
        ["Verification"] = ["Edge", "Storage", "Blobs", "Accounts", "Models", "Fleet", "Jobs", "Leases", "Results", "Ledger", "Imaging"],
        ["Moderation"] = ["Edge", "Storage", "Blobs", "Accounts", "Models", "Fleet", "Jobs"], // judges what Jobs takes in and shows; Fleet for a worker's pictures, Models for hidden bundles, Blobs to hold bytes
        ["Annotation"] = ["Edge", "Storage", "Blobs", "Accounts", "Models", "Fleet", "Ledger", "Jobs", "Moderation"], // asks people about what Jobs shows; flags go to Moderation, rewards to Ledger
        ["Operations"] = ["Edge", "Storage", "Accounts", "Models", "Fleet", "Ledger", "Jobs", "Leases", "Verification"], // looks at all, and mends what is derived
        ["Leaderboards"] = ["Edge", "Storage", "Accounts", "Models", "Ledger", "Fleet", "Jobs"], // Models for bundles' keys; Fleet and Jobs only to count what is going on
        ["Datasets"] = ["Edge", "Storage", "Blobs", "Accounts", "Models", "Fleet", "Jobs", "Verification", "Moderation", "Annotation"], // what becomes open data, and how good it is: of what all of these have let pass
    };

    /// <summary>Inside the arithmetic: numbers, then how noisy a step is, then the steps, then where they lead and how near to it is near enough. What proves the ledger stands apart; both sides must reckon it alike, too.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Arithmetic = new Dictionary<string, string[]>
    {
        ["Noise"] = Nothing,
        ["Schedules"] = ["Noise"],
        ["Samplers"] = ["Noise", "Schedules"],
        ["Trajectories"] = ["Noise", "Schedules", "Samplers"],
        ["Tolerances"] = ["Noise", "Samplers", "Trajectories"],
        ["Merkle"] = Nothing,
        ["Bookkeeping"] = Nothing,
    };

    /// <summary>Inside the engine: Pipeline uses every stage; stages use Tensors and Sessions, never each other, but for Scoring, which comes after them.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Diffusion = new Dictionary<string, string[]>
    {
        ["Tensors"] = Nothing,
        ["Sessions"] = ["Tensors"],
        ["Imaging"] = Nothing,
        ["Tokenizing"] = ["Tensors", "Sessions"],
        ["Conditioning"] = ["Tensors", "Sessions"],
        ["Denoising"] = ["Tensors", "Sessions"],
        ["Decoding"] = ["Tensors", "Sessions", "Imaging"],
        ["Scoring"] = ["Tensors", "Sessions", "Imaging", "Tokenizing"], // judges a picture against its prompt, which it reads as that stage does
        ["Pipeline"] = ["Tensors", "Sessions", "Imaging", "Tokenizing", "Conditioning", "Denoising", "Decoding", "Scoring"],
        ["Calibration"] = ["Sessions", "Pipeline"], // measures the whole
    };

    /// <summary>Inside the worker: Loop uses the rest, and so does Local what it needs without a grid; the rest do not use each other. Setup and Doctor look at all of it for the owner.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Worker = new Dictionary<string, string[]>
    {
        ["Files"] = Nothing,
        ["Identity"] = ["Files"],
        ["Settings"] = ["Files"],
        ["Uplink"] = Nothing,
        ["Bundles"] = ["Identity"], // only for the folder that both lie in
        ["Trajectories"] = ["Identity"], // likewise
        ["Rendering"] = Nothing,
        ["Service"] = ["Updates"], // only for the path that stays when the program is updated
        ["Idle"] = ["Files", "Identity"], // likewise: the owner's words are kept there
        ["Audit"] = ["Files", "Identity", "Uplink"], // asks as this machine, and keeps its receipts and its verdicts beside its identity
        ["Membership"] = ["Identity", "Uplink"], // likewise asks as this machine
        ["Page"] = ["Files", "Identity", "Idle"], // shows what the owner's desk tells; its key lies beside the identity
        ["Top"] = ["Idle"], // likewise, through the socket
        ["Local"] = ["Rendering"], // only for the device that the owner asks for
        ["Loop"] = ["Identity", "Uplink", "Bundles", "Trajectories", "Rendering", "Idle"],
        ["Updates"] = ["Loop"], // a release does well when it has joined the grid, and ends the worker when it goes over to another
        ["Setup"] = ["Identity", "Settings", "Uplink", "Bundles", "Idle", "Local", "Loop"], // measures with a bundle of the grid, as the loop would fetch it and bench would render it
        ["Doctor"] = ["Identity", "Settings", "Uplink", "Rendering", "Idle", "Loop"],
        ["Site"] = ["Files"],
        ["Gateway"] = ["Files", "Identity", "Uplink", "Bundles", "Site", "Loop"], // Loop for the coordinator as a source of bundles: it fetches them as a worker does
        ["Batch"] = ["Files", "Identity", "Uplink", "Bundles", "Audit", "Site", "Loop"], // a worker whose identity, ways and end are a cluster's
    };
}
