using System;
using System.Collections.Generic;
using System.IO;
using Edge.ModelTools.Deployment;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Deployment;

/// <summary>A script called nanoff in a folder of its own: notes how it was called and prints what nanoff 2.5.162 prints.</summary>
internal sealed class FakeNanoff : IDisposable
{
    private const string Script = """
        #!/bin/sh
        here=$(dirname "$0")
        case "$*" in
          --version) cat "$here/version"; exit 0;;
        esac
        for argument in "$@"; do printf '[%s]' "$argument" >> "$here/calls"; done
        echo >> "$here/calls"
        case "$*" in
          *--filedeployment*) kind=files; cp "$2" "$here/list.json"; cp "$(dirname "$2")/model.new" "$here/model.new";;
          *--nanodevice*--devicedetails*) kind=device;;
          *--devicedetails*) kind=chip;;
          *--update*) kind=update;;
          *--deploy*) kind=deploy;;
        esac
        cat "$here/$kind"
        exit $(cat "$here/$kind.code")
        """;

    public FakeNanoff()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new AssertInconclusiveException("the fake nanoff is a shell script");
        }

        Folder = Directory.CreateTempSubdirectory("edge-nanoff-").FullName;
        File.WriteAllText(Path.Combine(Folder, "nanoff"), Script.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(Path.Combine(Folder, "nanoff"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Version = "nanoff 2.5.162+9c4a2ae0d1";
        Answer("chip", "Connected to:\nESP32 (ESP32-D0WD-V3 (revision v3.1))\nFeatures Wi-Fi, BT, Dual Core\nFlash size 4MB\n");
        Device("ESP32_REV3", "1.17.0.339");
        Answer("update", "Updating to 1.17.0.339\nOK\n");
        Answer("deploy", "Deploying managed application...OK\n");
        Answer("files", "Deploying file to I:\\model.new...OK\n");
    }

    public string Folder { get; }

    /// <summary>The runner that finds this nanoff and no other.</summary>
    public ProcessToolRunner Runner => new(Folder);

    public string Version
    {
        set => File.WriteAllText(Path.Combine(Folder, "version"), value + "\n");
    }

    /// <summary>Calls so far, each argument in brackets.</summary>
    public IReadOnlyList<string> Calls => File.Exists(Path.Combine(Folder, "calls")) ? File.ReadAllLines(Path.Combine(Folder, "calls")) : [];

    /// <summary>What a kind of call prints and returns: chip, device, update, deploy, files.</summary>
    public void Answer(string kind, string output, int exitCode = 0)
    {
        File.WriteAllText(Path.Combine(Folder, kind), output);
        File.WriteAllText(Path.Combine(Folder, kind + ".code"), $"{exitCode}");
    }

    /// <summary>The firmware on the board.</summary>
    public void Device(string target, string version)
    {
        Answer("device", $"\nHAL build info: nanoCLR running @ {target} built with ESP-IDF 5.5.4\n  Target:   {target}\n  Platform: ESP32\n\nFirmware build Info:\n  Date:        Aug 20 2026\n  CLR Version: {version}\n\nNative Assemblies:\n  mscorlib v100.5.0.24, checksum 0x27C4A4CC\n");
    }

    /// <summary>A file that the last file deployment would have sent, or its list.</summary>
    public byte[] Sent(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
