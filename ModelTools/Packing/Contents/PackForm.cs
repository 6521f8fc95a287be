namespace Edge.ModelTools.Packing.Contents;

/// <summary>How a model is embedded in the app.</summary>
internal enum PackForm
{
    /// <summary>Resource of the app, read in place from mapped flash; any size.</summary>
    Resource,

    /// <summary>Array initializers in the app's code, copied piece by piece when they are read; small models.</summary>
    Static,
}
