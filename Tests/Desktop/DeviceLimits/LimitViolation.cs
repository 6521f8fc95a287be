namespace Edge.Tests.Desktop.DeviceLimits;

/// <summary>One thing that would not work on the device.</summary>
/// <param name="Rule">Which limit.</param>
/// <param name="Where">Assembly, type or member.</param>
/// <param name="What">What was found, with its figure.</param>
internal sealed record LimitViolation(LimitRule Rule, string Where, string What)
{
    /// <inheritdoc />
    public override string ToString()
    {
        return $"{Rule}: {Where}: {What}";
    }
}
