using System;
using System.IO;
using System.Text;

namespace Edge.Tests.Desktop.Commands;

/// <summary>Standard output that throws what no command expects, with a message of two lines.</summary>
internal sealed class ThrowingWriter : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => throw new InvalidOperationException("thrown by a test\n   at its second line");
}
