using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Edge.ModelTools.Diagnostics;

/// <summary>What nobody expected, as one line for the user; the details go to a file.</summary>
internal static class FaultReport
{
    private const int LongestMessage = 200; // characters of the exception's own text in the line

    /// <summary>The exception that says what happened: out of the wrappers that threads, reflection and static constructors put around it.</summary>
    public static Exception Cause(Exception exception)
    {
        switch (exception)
        {
            case AggregateException aggregate:
                Exception[] all = [.. aggregate.Flatten().InnerExceptions.Select(Cause)];
                return all.FirstOrDefault(each => each is EdgeException) ?? all.FirstOrDefault() ?? exception;
            case TargetInvocationException or TypeInitializationException when exception.InnerException is { } inner:
                return Cause(inner);
            default:
                return exception;
        }
    }

    /// <summary>Writes the details to a file and says in one line what the user can do.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="arguments">The command line.</param>
    public static EdgeException Write(Exception exception, string[] arguments)
    {
        Exception cause = Cause(exception);
        string where = "edge" + (arguments.Length > 0 && !arguments[0].StartsWith('-') ? " " + arguments[0] : string.Empty);
        string message = OneLine.Of(cause.Message);
        string what = $"{cause.GetType().Name}: {(message.Length > LongestMessage ? message[..LongestMessage] + "..." : message)}";
        string report = WriteFile(exception, arguments);
        return cause switch
        {
            OutOfMemoryException => new EdgeException(DiagnosticId.OutOfMemory, where, "the memory of this machine is exhausted", $"close other programs or give fewer samples; {report}", cause),
            _ when NativeFault.IsNative(cause) => new EdgeException(DiagnosticId.NativeLibraryMissing, where, NativeFault.Describe(cause), $"{NativeFault.Remedy}; edge doctor lists what is missing; {report}", cause),
            IOException or UnauthorizedAccessException => new EdgeException(DiagnosticId.FileSystemFault, where, what, $"check the disk's space and your permissions; {report}", cause),
            _ => new EdgeException(DiagnosticId.Unexpected, where, $"unexpected {what}", $"this is a fault of edge: send its report in, with the files that show it; {report}", cause),
        };
    }

    private static string WriteFile(Exception exception, string[] arguments)
    {
        string path = Path.Combine(Path.GetTempPath(), FormattableString.Invariant($"edge-report-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Guid.NewGuid():N}.txt"));
        try
        {
            var text = new StringBuilder();
            text.Append("edge ").AppendLine(typeof(FaultReport).Assembly.GetName().Version?.ToString())
                .Append(RuntimeInformation.OSDescription).Append(", ").Append(RuntimeInformation.ProcessArchitecture).Append(", ").AppendLine(RuntimeInformation.FrameworkDescription)
                .AppendLine($"arguments: {string.Join(' ', arguments.Select(argument => $"\"{argument}\""))}")
                .AppendLine($"folder: {Environment.CurrentDirectory}")
                .AppendLine()
                .AppendLine(exception.ToString());
            File.WriteAllText(path, text.ToString());
            return $"the details are in {path}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "the details could not be written to " + path;
        }
    }
}
