using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Edge.ModelTools.Deployment;
using Edge.ModelTools.Devices;

namespace Edge.ModelTools.Doctor;

/// <summary>Looks at this machine: versions, libraries, tools, ports, boards.</summary>
internal sealed class Examination
{
    private readonly IToolRunner _runner;
    private readonly ISerialPorts _ports;
    private readonly NfTools _tools;
    private readonly IReadOnlyList<string> _extensionFolders;

    /// <summary>Makes it.</summary>
    /// <param name="runner">Finds and runs tools.</param>
    /// <param name="ports">The serial ports.</param>
    /// <param name="tools">Pinned versions and boards.</param>
    /// <param name="extensionFolders">Where editors keep the nanoFramework project system.</param>
    public Examination(IToolRunner runner, ISerialPorts ports, NfTools tools, IReadOnlyList<string> extensionFolders)
    {
        _runner = runner;
        _ports = ports;
        _tools = tools;
        _extensionFolders = extensionFolders;
    }

    /// <summary>Where Visual Studio and VS Code keep the nanoFramework project system on this machine.</summary>
    public static IReadOnlyList<string> ExtensionFolders()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        IEnumerable<string> studios = new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86 }
            .Select(folder => Path.Combine(Environment.GetFolderPath(folder), "Microsoft Visual Studio"))
            .Where(Directory.Exists)
            .SelectMany(Directory.GetDirectories) // version
            .SelectMany(Directory.GetDirectories) // edition
            .Select(edition => Path.Combine(edition, "MSBuild", "nanoFramework"));
        string extensions = Path.Combine(home, ".vscode", "extensions");
        IEnumerable<string> code = Directory.Exists(extensions) ? Directory.GetDirectories(extensions, "nanoframework.vscode-nanoframework-*") : [];
        return [.. studios, .. code];
    }

    /// <summary>Looks at everything, in the order in which it is told.</summary>
    public IReadOnlyList<Finding> Run()
    {
        return
        [
            Finding.Fine("edge", $"{Version()}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}"),
            .. NativeLibraries.Examine(),
            Sdk(),
            Nanoff(),
            ProjectSystem(),
            Ports(),
            Finding.Fine("boards", _tools.BoardNames),
        ];
    }

    /// <summary>The tool's version, without the commit that the build appends.</summary>
    private static string Version()
    {
        string? version = typeof(Examination).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? "unknown";
    }

    private Finding Sdk()
    {
        const string Name = ".NET SDK";
        string? version = _runner.Find("dotnet") is string path && _runner.Run(path, ["--version"], null) is { ExitCode: 0 } result ? result.Output.Trim() : null;
        return version is not null
            ? Finding.Fine(Name, version)
            : new Finding(Name, "not on the PATH", FindingState.Optional, "building apps and installing nanoff need it: install the .NET 10 SDK");
    }

    private Finding Nanoff()
    {
        const string Name = "nanoff";
        string pinned = _tools.NanoffVersion;
        string install = $"edge deploy needs {pinned}: dotnet tool update -g nanoff --version {pinned} --allow-downgrade";
        if (_runner.Find(NanoffCommand.Tool) is not string path)
        {
            return new Finding(Name, "not on the PATH", FindingState.Optional, install);
        }

        string? found = NanoffOutput.ToolVersion(_runner.Run(path, NanoffCommand.Version().Arguments, null).Output);
        return found == pinned ? Finding.Fine(Name, found) : new Finding(Name, found ?? "of an unknown version", FindingState.Optional, install);
    }

    private Finding ProjectSystem()
    {
        const string Name = "nanoFramework extension";
        string[] found = [.. _extensionFolders.Where(Directory.Exists)];
        return found.Length > 0
            ? Finding.Fine(Name, "there")
            : new Finding(Name, "not found", FindingState.Optional, "building what a board runs (.pe) needs it: the .NET nanoFramework extension of Visual Studio or VS Code; without it apps are compiled only to be checked");
    }

    private Finding Ports()
    {
        const string Name = "ports";
        IReadOnlyList<string> names = _ports.Names();
        return names.Count > 0
            ? Finding.Fine(Name, string.Join(", ", names))
            : new Finding(Name, "none", FindingState.Optional, "edge deploy and edge monitor need a board: connect it with a cable that carries data" + (OperatingSystem.IsLinux() ? "; your user must be in the group dialout" : string.Empty));
    }
}
