using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using Edge.ModelTools.Data.Json;
using Edge.ModelTools.Deployment;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Doctor;
using Edge.ModelTools.Terminal;

namespace Edge.ModelTools.Commands;

/// <summary><c>edge doctor</c>: what is installed, what is missing, and what to do.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="ports">The serial ports.</param>
    /// <param name="runner">Runs tools; null for those of this machine.</param>
    public static Command Build(ISerialPorts ports, IToolRunner? runner = null)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("doctor", "Say what is installed, what is missing, and what to do about it.") { json };
        command.SetAction(parsed =>
        {
            runner ??= new ProcessToolRunner(Environment.GetEnvironmentVariable("PATH") ?? string.Empty);
            IReadOnlyList<Finding> findings = new Examination(runner, ports, NfTools.Load(), Examination.ExtensionFolders()).Run();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    new { findings = findings.Select(finding => new { finding.Name, finding.Found, state = finding.State.ToString().ToLowerInvariant(), finding.Remedy }) }, JsonOutput.Options));
            }
            else
            {
                Print(findings, Console.Out);
            }

            Finding? missing = findings.FirstOrDefault(finding => finding.State == FindingState.Missing);
            return missing is null ? 0 : throw new EdgeException(DiagnosticId.NativeLibraryMissing, missing.Name, missing.Found, missing.Remedy);
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings, TextWriter writer)
    {
        int width = findings.Max(finding => finding.Name.Length);
        foreach (Finding finding in findings)
        {
            writer.WriteLine(OneLine.Of($"{finding.Name.PadRight(width)}  {finding.Found}"));
            if (finding.Remedy.Length > 0)
            {
                writer.WriteLine($"{new string(' ', width)}  -> {finding.Remedy}");
            }
        }

        int optional = findings.Count(finding => finding.State == FindingState.Optional);
        writer.WriteLine(optional == 0 ? "nothing is missing" : $"{optional} of {findings.Count} missing, each needed only for what its arrow says");
    }
}
