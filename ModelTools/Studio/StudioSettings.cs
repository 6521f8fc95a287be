using Edge.ModelTools.Devices;

namespace Edge.ModelTools.Studio;

/// <summary>What a studio is started with.</summary>
/// <param name="Folder">The working folder.</param>
/// <param name="Model">Path of the model that the page begins with, or null.</param>
/// <param name="Port">Port to listen on; 0 takes a free one.</param>
/// <param name="Ports">Where boards are.</param>
internal sealed record StudioSettings(string Folder, string? Model, int Port, ISerialPorts Ports);
