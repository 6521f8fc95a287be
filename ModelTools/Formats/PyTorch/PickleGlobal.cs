namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>The name of a Python class or function. It is only ever compared with a list; nothing is looked up, made or called.</summary>
/// <param name="Module">For example "torch._utils".</param>
/// <param name="Name">For example "_rebuild_tensor_v2".</param>
internal sealed record PickleGlobal(string Module, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Module}.{Name}";
}
