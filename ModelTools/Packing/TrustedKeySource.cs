using System.Text;
using Edge.ModelTools.Packing.Contents;
using Edge.ModelTools.Signing;

namespace Edge.ModelTools.Packing;

/// <summary>A public key as the class of the app that holds it.</summary>
internal static class TrustedKeySource
{
    private const int BytesPerLine = 14;

    /// <summary>Writes the class.</summary>
    public static PackedFile Write(PublicKey key)
    {
        var text = new StringBuilder();
        text.Append($"{PackedModel.Marker}. Do not edit.\n// Key {key.Id}: without its signature no model from outside the app runs.\n\n");
        text.Append("namespace Edge.Firmware\n{\n    /// <summary>The key that models from outside the app must be signed with.</summary>\n    internal static class TrustedKey\n    {\n");
        text.Append("        /// <summary>Reads the key, as RFC 8554 writes it.</summary>\n        public static byte[] Read()\n        {\n            return new byte[]\n            {\n");
        for (int start = 0; start < key.Bytes.Length; start += BytesPerLine)
        {
            text.Append("                ").AppendJoin(", ", key.Bytes[start..(start + BytesPerLine)]).Append(",\n");
        }

        text.Append("            };\n        }\n    }\n}\n");
        return new PackedFile(PackedModel.KeyFile, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
