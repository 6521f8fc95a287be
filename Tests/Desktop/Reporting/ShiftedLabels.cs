using System.Linq;
using Edge.ModelTools.Data;

namespace Edge.Tests.Desktop.Reporting;

/// <summary>A data set whose labels are each the next class, so that a good network misreads nearly all of it.</summary>
internal sealed class ShiftedLabels : Dataset
{
    private readonly Dataset _inner;

    public ShiftedLabels(Dataset inner)
        : base(inner.Path, inner.Shape, inner.ElementType, inner.Normalisation, inner.ClassNames, [.. Enumerable.Range(0, inner.Count).Select(i => (inner.Label(i) + 1) % inner.ClassNames.Length)])
    {
        _inner = inner;
    }

    public override int Count => _inner.Count;

    public override byte[] ReadRaw(int index) => _inner.ReadRaw(index);
}
