using System.Collections.Generic;
using System.IO;

namespace Edge.ModelTools.Deployment;

/// <summary>Runs other programs.</summary>
internal interface IToolRunner
{
    /// <summary>The full path of a tool.</summary>
    /// <returns>The path, or null when it is not on the PATH.</returns>
    string? Find(string name);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="arguments">Arguments.</param>
    /// <param name="echo">Receives its output line by line as it comes, or null.</param>
    ToolResult Run(string path, IReadOnlyList<string> arguments, TextWriter? echo);
}
