using System;
using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop;

/// <summary>
/// Models and data that may not lie in the repository: a folder named by the environment variable EDGE_SHARED, or "shared" beside the
/// repository's root or further up. Tests that need it have the category "Shared" and are inconclusive without it.
/// </summary>
internal static class SharedFolder
{
    /// <summary>Path of a file or folder in the shared folder; ends the test as inconclusive when it is missing.</summary>
    public static string Require(string relativePath)
    {
        string? root = Find();
        if (root is null)
        {
            Assert.Inconclusive("needs the shared models and data: set EDGE_SHARED, or put a folder named shared beside the repository");
        }

        string path = Path.Combine(root, relativePath);
        if (!Path.Exists(path))
        {
            Assert.Inconclusive($"the shared folder has no {relativePath}");
        }

        return path;
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("EDGE_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "models")))
            {
                return candidate;
            }
        }

        return null;
    }
}
