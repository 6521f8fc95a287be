namespace Edge.ModelTools.Doctor;

/// <summary>One thing that was looked for.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Found">What is there: a version, names, or why it is not.</param>
/// <param name="State">What that means.</param>
/// <param name="Remedy">What to do; empty when there is nothing to do.</param>
internal sealed record Finding(string Name, string Found, FindingState State, string Remedy)
{
    /// <summary>A thing that is as it should be.</summary>
    public static Finding Fine(string name, string found) => new(name, found, FindingState.Fine, string.Empty);
}
