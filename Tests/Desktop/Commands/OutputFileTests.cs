using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Execution;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Commands;

/// <summary>What is written and what is never overwritten.</summary>
[TestClass]
public sealed class OutputFileTests
{
    private static readonly byte[] s_content = [1, 2, 3];

    [TestMethod]
    public void Regular_file_is_replaced_as_a_whole_and_keeps_its_permissions()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("out", "old");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        }

        OutputFile.Require([path]);
        OutputFile.Write(path, s_content);
        CollectionAssert.AreEqual(s_content, File.ReadAllBytes(path));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        }
    }

    [TestMethod]
    public void Links_are_followed_also_where_they_lead_to_nothing_yet()
    {
        RequireUnix();
        using var folder = new TemporaryFolder();
        string target = folder.Write("deep/target", "old");
        string link = Path.Combine(folder.Path, "link");
        string linkToLink = Path.Combine(folder.Path, "link2");
        string dangling = Path.Combine(folder.Path, "dangling");
        File.CreateSymbolicLink(link, Path.Combine("deep", "target"));
        File.CreateSymbolicLink(linkToLink, link);
        File.CreateSymbolicLink(dangling, Path.Combine("deep", "new"));
        OutputFile.Write(linkToLink, s_content);
        OutputFile.Write(dangling, s_content);
        CollectionAssert.AreEqual(s_content, File.ReadAllBytes(target));
        CollectionAssert.AreEqual(s_content, File.ReadAllBytes(folder.File("deep/new")));
        Assert.IsNotNull(new FileInfo(link).LinkTarget);
        Assert.IsNotNull(new FileInfo(linkToLink).LinkTarget);
        Assert.IsNotNull(new FileInfo(dangling).LinkTarget);
    }

    [TestMethod]
    public void Links_in_a_circle_are_refused()
    {
        RequireUnix();
        using var folder = new TemporaryFolder();
        string link = Path.Combine(folder.Path, "a");
        File.CreateSymbolicLink(link, "b");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "b"), "a");
        DiagnosticAssert.Throws(DiagnosticId.OutputNotWritable, () => OutputFile.Require([link]), link);
        DiagnosticAssert.Throws(DiagnosticId.OutputNotWritable, () => OutputFile.Write(link, s_content), link);
    }

    [TestMethod]
    public void Pipe_is_written_through_and_stays_a_pipe()
    {
        RequireUnix();
        using var folder = new TemporaryFolder();
        string pipe = Path.Combine(folder.Path, "pipe");
        MakeNode("mkfifo", pipe);
        OutputFile.Require([pipe]);
        Task<byte[]> reader = Task.Run(() => ReadOnce(pipe));
        OutputFile.Write(pipe, s_content);
        Assert.IsTrue(reader.Wait(TimeSpan.FromSeconds(30)));
        CollectionAssert.AreEqual(s_content, reader.Result);
        Assert.AreEqual(0, new FileInfo(pipe).Length, "a file would have a length now");
        Task<byte[]> again = Task.Run(() => ReadOnce(pipe));
        OutputFile.Write(pipe, s_content);
        Assert.IsTrue(again.Wait(TimeSpan.FromSeconds(30)), "it is a pipe still");
    }

    [TestMethod]
    public void Device_is_written_through_and_its_errors_are_told()
    {
        RequireUnix();
        using var folder = new TemporaryFolder();
        string sink = Path.Combine(folder.Path, "null");
        string full = Path.Combine(folder.Path, "full");
        MakeNode("mknod", sink, "c", "1", "3");
        MakeNode("mknod", full, "c", "1", "7");
        OutputFile.Require([sink, full]);
        OutputFile.Write(sink, s_content);
        Assert.AreEqual(0, new FileInfo(sink).Length, "it is a device still");
        DiagnosticAssert.Throws(DiagnosticId.OutputNotWritable, () => OutputFile.Write(full, s_content), full);
        Assert.AreEqual(0, new FileInfo(full).Length);
    }

    [TestMethod]
    public void Read_only_file_is_refused_and_stays()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("out", "old");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        try
        {
            DiagnosticAssert.Throws(DiagnosticId.OutputNotWritable, () => OutputFile.Require([path]), path, "read-only");
            DiagnosticAssert.Throws(DiagnosticId.OutputNotWritable, () => OutputFile.Write(path, s_content), path, "read-only");
            Assert.AreEqual("old", File.ReadAllText(path));
        }
        finally
        {
            File.SetAttributes(path, FileAttributes.Normal);
        }
    }

    [TestMethod]
    public void Source_is_refused_under_each_of_its_names()
    {
        using var folder = new TemporaryFolder();
        string source = folder.Write("deep/model", "the model");
        string detour = Path.Combine(folder.Path, "deep", "..", "deep", "model");
        DiagnosticAssert.Throws(DiagnosticId.OutputIsInput, () => OutputFile.Require([source], source), source);
        DiagnosticAssert.Throws(DiagnosticId.OutputIsInput, () => OutputFile.Require([null, detour], null, source), detour);
        DiagnosticAssert.Throws(DiagnosticId.OutputIsInput, () => OutputFile.Require([folder.File("new"), folder.File("new")]), "two results");
        OutputFile.Require([folder.File("new"), folder.File("newer")], source, folder.Path);
        if (!OperatingSystem.IsWindows())
        {
            string linkedFolder = Path.Combine(folder.Path, "linked");
            Directory.CreateSymbolicLink(linkedFolder, Path.Combine(folder.Path, "deep"));
            DiagnosticAssert.Throws(DiagnosticId.OutputIsInput, () => OutputFile.Require([Path.Combine(linkedFolder, "model")], source));
        }
    }

    [TestMethod]
    public void Data_in_a_folder_are_sources()
    {
        using var folder = new TemporaryFolder();
        string data = Path.Combine(folder.Path, "data");
        string picture = folder.Write("data/7/one.png", "a picture");
        string labels = folder.Write("data/labels.csv", "index,label");
        string earlier = folder.Write("data/earlier.edge8", "a result");
        DiagnosticAssert.Throws(DiagnosticId.OutputIsInput, () => OutputFile.Require([picture], data), picture);
        DiagnosticAssert.Throws(DiagnosticId.OutputIsInput, () => OutputFile.Require([labels], data), labels);
        OutputFile.Require([earlier], data);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("no/such/folder/out")]
    [DataRow("FOLDER")]
    [DataRow("FOLDER/")]
    [DataRow("new/")]
    public void Paths_that_cannot_be_files_are_refused_before_the_work(string name)
    {
        using var folder = new TemporaryFolder();
        string path = name.Length == 0 ? name : Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.Combine(folder.Path, "FOLDER"));
        DiagnosticAssert.Throws(DiagnosticId.OutputNotWritable, () => OutputFile.Require([path]));
        DiagnosticAssert.Throws(DiagnosticId.OutputNotWritable, () => OutputFile.Write(path, s_content));
        Assert.HasCount(1, Directory.GetFileSystemEntries(folder.Path));
    }

    [TestMethod]
    public void Names_of_temporary_files_never_reach_the_user()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, new string('x', 300));
        EdgeException fault = Assert.ThrowsExactly<EdgeException>(() => OutputFile.Write(path, s_content));
        Assert.DoesNotContain(".tmp", fault.Message);
        Assert.DoesNotContain(".probe", fault.Message);
        Assert.IsEmpty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static byte[] ReadOnce(string pipe)
    {
        using FileStream stream = File.OpenRead(pipe);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void RequireUnix()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("links, pipes and devices as on Unix");
        }
    }

    private static void MakeNode(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            Assert.Inconclusive($"{program} is not permitted here");
        }
    }
}
