using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Edge.Tests.Desktop.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Native;

/// <summary>
/// The loops that scalar 32-bit cores run, unrolled by hand, are others than those that this machine's compiler vectorizes. Random calls of every
/// kernel through both leave the same bytes, and do nothing undefined: a word at an address that is no multiple of 4 would stop a board.
/// </summary>
[TestClass]
public sealed class ScalarLoopsTests
{
    private const string Calls = "200000";

    [TestMethod]
    public void Loops_of_boards_give_the_bytes_of_the_loops_here()
    {
        NativeKernelsTests.RequireLibrary();
        string folder = Directory.CreateTempSubdirectory("edge-scalar-").FullName;
        try
        {
            string plain = RunFuzz(folder, "EDGE_PLAIN");
            StringAssert.Contains(plain, "check ");
            Assert.AreEqual(plain, RunFuzz(folder, "EDGE_SCALAR"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string RunFuzz(string folder, string loops)
    {
        string kernels = Repository.PathOf("Runtime.Int8/Native/kernels");
        string program = Path.Combine(folder, loops);
        string[] sources = [Repository.PathOf("Tests/Benchmarks/Native/fuzz.c"), .. Directory.GetFiles(kernels, "edge_*.c").Order(StringComparer.Ordinal)];
        Run("cc", ["-O1", "-std=c11", "-fsanitize=undefined", "-fsanitize-undefined-trap-on-error", $"-D{loops}", $"-I{kernels}", .. sources, "-o", program]);
        return Run(program, [Calls]);
    }

    private static string Run(string program, string[] arguments)
    {
        using Process process = Start(program, arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, program);
        return output;
    }

    private static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Inconclusive($"there is no C compiler named {program} here: the loops of boards are not tested on this machine");
            throw;
        }
    }
}
