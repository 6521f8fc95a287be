using System.Collections.Generic;
using Edge.ModelTools.Packing.Contents;

namespace Edge.ModelTools.Packing.Specialization;

/// <summary>Source of an assembly.</summary>
/// <param name="Name">Its name, which is also that of its folder and project.</param>
/// <param name="Files">C# source, one class each.</param>
/// <param name="References">Names of the generated assemblies that it calls.</param>
/// <param name="IlBytes">Bytes of IL, an upper bound.</param>
internal sealed record GeneratedAssembly(string Name, IReadOnlyList<PackedFile> Files, IReadOnlyList<string> References, int IlBytes);
