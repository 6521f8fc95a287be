using System.IO;
using System.Text.Json;
using Edge.ModelTools.Graph;
using Edge.ModelTools.Lowering;
using Edge.ModelTools.Scheduling;

namespace Edge.ModelTools.Blob;

/// <summary>The info section: JSON with the names that tools print. The device never reads it.</summary>
internal static class InfoSectionWriter
{
    /// <summary>Writes the section as UTF-8.</summary>
    public static byte[] Write(Schedule schedule)
    {
        DeviceProgram program = schedule.Program;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("operators");
            foreach (DeviceOperator op in program.Operators)
            {
                json.WriteStartObject();
                json.WriteString("name", ByteSink.Printable(op.Name));
                json.WriteString("kind", op.KindName);
                json.WriteNumber("source", op.SourceIndex);
                json.WriteNumber("block", op.BlockIndex);
                json.WriteString("role", op.Role.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("tensors");
            foreach (DeviceTensor tensor in schedule.Tensors())
            {
                json.WriteStartObject();
                json.WriteString("name", ByteSink.Printable(tensor.Name));
                json.WriteNumber("scale", tensor.Scale);
                json.WriteNumber("source", tensor.SourceIndex);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (program.SourceOutputs.Exists(output => output.Finish != OutputFinish.None))
            {
                json.WriteStartArray("finish");
                program.SourceOutputs.ForEach(output => json.WriteStringValue(output.Finish.ToString()));
                json.WriteEndArray();
            }

            if (program.RecipeJson.Length > 0)
            {
                json.WritePropertyName("recipe");
                json.WriteRawValue(program.RecipeJson);
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
