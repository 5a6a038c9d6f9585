using System.ComponentModel.DataAnnotations;

namespace LaionGrid.Coordinator.Blobs;

/// <summary>Where pictures are kept, and for how long without anything that refers to them.</summary>
internal sealed class BlobsOptions : IValidatableObject
{
    public const string Section = "Blobs";

    /// <summary>Empty, the default: the folder blobs in Data:Folder. "s3://bucket" or "s3://bucket/prefix": an S3-compatible object store.</summary>
    [RegularExpression("s3://[a-z0-9][a-z0-9.-]+[a-z0-9](/[A-Za-z0-9._-]+)*", ErrorMessage = "Blobs:Store must be empty for the disk, or s3://bucket, or s3://bucket/prefix.")]
    public string Store { get; set; } = "";

    /// <summary>Address of a store other than Amazon's, such as "http://localhost:9000". Empty, the default: Amazon's, in the region that AWS_REGION names.</summary>
    [RegularExpression("https?://.+", ErrorMessage = "Blobs:S3Endpoint must be empty for Amazon's own, or an http or https address.")]
    public string S3Endpoint { get; set; } = "";

    /// <summary>Set with <see cref="S3SecretKey"/>, best by environment. Empty, the default: what the AWS tools use (environment, profile, machine role).</summary>
    public string S3AccessKey { get; set; } = "";

    public string S3SecretKey { get; set; } = "";

    /// <summary>
    /// Hours that a blob lies without a reference before it is set aside, and again before it is deleted, 1 to 8,760.
    /// Default 24. Not shorter than any coordinator over the same store may stand still between a put and its row.
    /// </summary>
    [Range(1, 8760, ErrorMessage = "Blobs:SweepAfterHours must be 1 to 8,760.")]
    public double SweepAfterHours { get; set; } = 24;

    public TimeSpan SweepAfter => TimeSpan.FromHours(SweepAfterHours);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (S3AccessKey.Length > 0 != S3SecretKey.Length > 0)
            yield return new("Blobs:S3AccessKey and Blobs:S3SecretKey go together. Set both, or neither to use the keys of the AWS tools.");
        if (Store.Length == 0 && S3Endpoint.Length > 0)
            yield return new("Blobs:S3Endpoint is set, but Blobs:Store is empty, so pictures would go to the disk. Set Blobs:Store to s3://bucket.");
    }
}
