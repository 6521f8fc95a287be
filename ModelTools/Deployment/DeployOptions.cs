namespace Edge.ModelTools.Deployment;

/// <summary>What <c>edge deploy</c> was asked to do.</summary>
internal sealed class DeployOptions
{
    /// <summary>Name of the board, or null: the device says.</summary>
    public string? Board { get; init; }

    /// <summary>Port, or null: the only one.</summary>
    public string? Port { get; init; }

    /// <summary>Blob to send, or null: the app is deployed.</summary>
    public string? Model { get; init; }

    /// <summary>The app's image.</summary>
    public required string App { get; init; }

    /// <summary>Write the pinned firmware first.</summary>
    public bool WritesFirmware { get; init; }

    /// <summary>Clear the whole flash with it.</summary>
    public bool ErasesAll { get; init; }

    /// <summary>Send the model over the host protocol, at this speed; null sends a file.</summary>
    public int? HostBaud { get; init; }

    /// <summary>Print the commands and run nothing.</summary>
    public bool IsDryRun { get; init; }
}
