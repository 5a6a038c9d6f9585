using LaionGrid.Coordinator.Jobs.Queue;

namespace LaionGrid.Coordinator.Jobs.Arrivals;

/// <summary>Counts the workers that render for people here. Those who lease know them; those who ask want only numbers.</summary>
internal interface IServingWorkers
{
    /// <summary>Volunteers that attend and are not paused, and those of them that could render jobs of the lane; as of a moment ago.</summary>
    (int Attending, int Able) Count(Lane lane);
}
