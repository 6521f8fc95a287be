namespace Edge.Tests.Desktop.Architecture;

/// <summary>A place where code of one room uses a type of another.</summary>
/// <param name="From">Folder of the code.</param>
/// <param name="To">Folder of the type.</param>
/// <param name="File">File of the code.</param>
/// <param name="Line">Line in it, from 1.</param>
/// <param name="Type">The type that is used.</param>
internal sealed record RoomUse(string From, string To, string File, int Line, string Type)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line}): {From} uses {Type} of {To}";
}
