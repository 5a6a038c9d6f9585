namespace LaionGrid.Diffusion;

/// <summary>An order that this bundle cannot render; the message says what in it, and what to ask for instead.</summary>
public sealed class OrderException(string message) : ArgumentException(message);
