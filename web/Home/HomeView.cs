using LaionGrid.Web.Ask;
using LaionGrid.Web.Coordinator.Gallery;
using LaionGrid.Web.Coordinator.Network;
using LaionGrid.Web.Volunteer;

namespace LaionGrid.Web.Home;

/// <summary>All that the front page shows.</summary>
public sealed record HomeView(AskView Ask, IReadOnlyList<PictureView> Pictures, NetworkView Network, VolunteerView Volunteer);
