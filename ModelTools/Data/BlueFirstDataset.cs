namespace Edge.ModelTools.Data;

/// <summary>Samples whose red and blue are exchanged, for models that take blue first; the normalisation follows its colours.</summary>
internal sealed class BlueFirstDataset : Dataset
{
    private readonly Dataset _inner;

    /// <summary>Wraps samples of three channels, red first.</summary>
    public BlueFirstDataset(Dataset inner)
        : base(inner.Path, inner.Shape, inner.ElementType, inner.Normalisation.BlueFirst, inner.ClassNames, LabelsOf(inner))
    {
        _inner = inner;
        IsNormalisationStated = inner.IsNormalisationStated;
        Remarks = inner.Remarks;
    }

    /// <inheritdoc/>
    public override int Count => _inner.Count;

    /// <inheritdoc/>
    public override byte[] ReadRaw(int index)
    {
        byte[] raw = _inner.ReadRaw(index);
        return ChannelOrder.Exchange(raw, raw.Length / SampleLength);
    }

    private static int[] LabelsOf(Dataset inner)
    {
        if (!inner.HasLabels)
        {
            return [];
        }

        int[] labels = new int[inner.Count];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = inner.Label(i);
        }

        return labels;
    }
}
