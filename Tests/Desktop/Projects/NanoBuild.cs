using System;
using System.Diagnostics;
using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Projects;

/// <summary>Builds the device's projects as far as that goes without the nanoFramework project system.</summary>
internal static class NanoBuild
{
    private const string CoreLibrary = "nanoFramework.CoreLibrary";

    private static readonly Lazy<string> s_library = new(() =>
    {
        Run(Repository.PathOf("build/NanoPackages.proj"));
        return Repository.PathOf($"packages/{CoreLibrary}.{NfTools.Load().Packages[CoreLibrary]}/lib");
    });

    /// <summary>Folder of the device's library; fetched once, it is there or not.</summary>
    public static string Library => s_library.Value;

    /// <summary>Whether a package feed has the device's library.</summary>
    public static bool HasLibrary => Directory.Exists(Library);

    /// <summary>Skips the test where no package feed has the device's library.</summary>
    public static void RequireLibrary()
    {
        if (!HasLibrary)
        {
            Assert.Inconclusive($"no package feed here has {CoreLibrary}");
        }
    }

    /// <summary>Builds a project's default target.</summary>
    public static (int Code, string Output) Run(string project)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is string host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(project),
        };
        foreach (string argument in new[] { "msbuild", project, "-nologo", "-nodeReuse:false", "-v:minimal", "-p:Configuration=Release" })
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
