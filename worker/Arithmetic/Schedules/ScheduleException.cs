namespace LaionGrid.Arithmetic.Schedules;

/// <summary>A scheduler_config.json asks for what is not known here. The message goes on where a sentence with the file's name begins.</summary>
public sealed class ScheduleException(string message, Exception? cause = null) : Exception(message, cause);
