namespace Edge.Benchmarks;

/// <summary>How well one way of quantizing did.</summary>
internal sealed class QuantizerScore
{
    /// <summary>Samples measured.</summary>
    public int Count { get; set; }

    /// <summary>Samples with the right class; 0 without labels.</summary>
    public int Correct { get; set; }

    /// <summary>Samples with the float network's class.</summary>
    public int Agreeing { get; set; }

    /// <summary>Seconds that quantizing took, measured on this machine.</summary>
    public double Seconds { get; set; }
}
