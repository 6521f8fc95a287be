namespace Edge.ModelTools.Monitoring;

/// <summary>Inferences of one model whose energies came about in the same way: labels are never mixed in one figure.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Label">measured, modelled, estimated, or "-".</param>
internal sealed record ModelSeries(string Model, string Label)
{
    /// <summary>Number of inferences.</summary>
    public int Inferences { get; private set; }

    /// <summary>Whole time, ms.</summary>
    public Series TimeMs { get; } = new();

    /// <summary>Time in kernels, ms.</summary>
    public Series ComputeMs { get; } = new();

    /// <summary>Time reading weights, ms.</summary>
    public Series ReadMs { get; } = new();

    /// <summary>Gross energy, mJ.</summary>
    public Series EnergyMj { get; } = new();

    /// <summary>Net energy, mJ.</summary>
    public Series NetMj { get; } = new();

    /// <summary>Free bytes of the managed heap.</summary>
    public Series FreeBytes { get; } = new();

    /// <summary>Adds a line of kind I.</summary>
    public void Add(LogEntry entry)
    {
        Inferences++;
        TimeMs.Add(entry.Number("total_us") / 1e3);
        ComputeMs.Add(entry.Number("compute_us") / 1e3);
        ReadMs.Add(entry.Number("read_us") / 1e3);
        EnergyMj.Add(entry.Number("energy_nj") / 1e6);
        NetMj.Add(entry.Number("net_nj") / 1e6);
        FreeBytes.Add(entry.Number("free_bytes"));
    }
}
