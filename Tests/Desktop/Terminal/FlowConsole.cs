using System;
using System.IO;
using System.Text;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Terminal;

/// <summary>
/// The process has one console, tests run side by side: here each test's flow, with the threads and tasks it starts, has a console
/// of its own while it asks for one.
/// </summary>
[TestClass]
public static class FlowConsole
{
    private static FlowWriter? s_output;
    private static FlowWriter? s_error;

    /// <summary>Takes the process's console, before any command does.</summary>
    [AssemblyInitialize]
    public static void Install(TestContext context)
    {
        s_output = new FlowWriter(Console.Out);
        s_error = new FlowWriter(Console.Error);
        Console.SetOut(s_output);
        Console.SetError(s_error);
    }

    /// <summary>Runs something whose output and errors go to these writers; null leaves them where they go.</summary>
    internal static T Run<T>(TextWriter? output, TextWriter? error, Func<T> work)
    {
        using IDisposable ofOutput = s_output!.Turn(output);
        using IDisposable ofError = s_error!.Turn(error);
        return work();
    }

    /// <summary>Writes to what the flow has turned it to.</summary>
    private sealed class FlowWriter(TextWriter usual) : TextWriter
    {
        private readonly AsyncLocal<TextWriter?> _target = new();

        public override Encoding Encoding => usual.Encoding;

        private TextWriter Target => _target.Value ?? usual;

        public IDisposable Turn(TextWriter? target)
        {
            TextWriter? before = _target.Value;
            _target.Value = target ?? before;
            return new Return(() => _target.Value = before);
        }

        public override void Write(char value) => Target.Write(value);

        public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

        public override void Write(ReadOnlySpan<char> buffer) => Target.Write(buffer);

        public override void Write(string? value) => Target.Write(value);

        public override void WriteLine(string? value) => Target.WriteLine(value);

        public override void Flush() => Target.Flush();
    }

    private sealed class Return(Action back) : IDisposable
    {
        public void Dispose() => back();
    }
}
