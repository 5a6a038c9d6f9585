namespace LaionGrid.Coordinator.Datasets.Releases.Eligibility;

/// <summary>Why a picture is not in a release. The first that holds is told.</summary>
internal enum Ineligible
{
    /// <summary>Its person hid, deleted or withdrew it, or it was taken down, and a tombstone says so.</summary>
    Gone,

    /// <summary>Not for everybody.</summary>
    NotPublic,

    /// <summary>Nobody agreed to its release.</summary>
    NoConsent,

    /// <summary>Too young: its person may still change their mind.</summary>
    Embargoed,

    /// <summary>Not judged yet, or rejected.</summary>
    Unverified,

    /// <summary>Its check is not passed.</summary>
    Unchecked,

    /// <summary>Its score says that it is not safe for work.</summary>
    Unsafe,

    /// <summary>Its model is not here any more, or its licence is none whose output may be given away.</summary>
    Licence,

    /// <summary>Like an earlier one of the release.</summary>
    NearDuplicate,

    /// <summary>Its author has enough in the release.</summary>
    AuthorShare,
}
