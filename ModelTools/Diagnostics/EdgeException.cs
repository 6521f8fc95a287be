using System;

namespace Edge.ModelTools.Diagnostics;

/// <summary>
/// The input is at fault. The command line prints one line, whatever text of others is in it,
/// <c>error EDGEnnnn: where: what; what to do</c>, and exits with 1, or with 2 when an option is at fault.
/// </summary>
internal sealed class EdgeException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="id">Stable number; tests assert it.</param>
    /// <param name="where">File, and place within it.</param>
    /// <param name="what">What is wrong, with the value found.</param>
    /// <param name="remedy">What the user can do about it.</param>
    /// <param name="inner">Cause, for debugging; never printed.</param>
    public EdgeException(DiagnosticId id, string where, string what, string remedy, Exception? inner = null)
        : base(OneLine.Of($"error EDGE{(int)id:D4}: {where}: {what}; {remedy}"), inner)
    {
        Id = id;
    }

    /// <summary>Stable number of the error.</summary>
    public DiagnosticId Id { get; }
}
