namespace LaionGrid.Coordinator.Fleet;

/// <summary>Measured speeds in MFLOP/s, from claim to picture: a tenth of the attempts were slower than Slow, half slower than Median, nine tenths slower than Fast.</summary>
internal readonly record struct SpeedQuantiles(double Slow, double Median, double Fast);
