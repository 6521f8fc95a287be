using System;

namespace Edge.ModelTools.Formats.PyTorch;

/// <summary>A pickle asks for a class or function that no state dict needs; reading ended there, before anything was made.</summary>
internal sealed class ForbiddenClassException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ForbiddenClassException(PickleGlobal global)
        : base(global.ToString())
    {
        Global = global;
    }

    /// <summary>What was asked for.</summary>
    public PickleGlobal Global { get; }
}
