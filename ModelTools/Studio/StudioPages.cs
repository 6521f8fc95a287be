using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Edge.ModelTools.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Edge.ModelTools.Studio;

/// <summary>The page and its parts, which are resources of this program.</summary>
internal static class StudioPages
{
    private const string Prefix = "Studio/";
    private const string First = "index.html";

    private static readonly Dictionary<string, string> s_types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    /// <summary>Answers with a part; without a name with the page.</summary>
    /// <exception cref="EdgeException">There is no such part.</exception>
    public static async Task Send(HttpContext context)
    {
        string name = StudioReply.Word(context, "name");
        name = name.Length == 0 ? First : name;
        using Stream? stream = typeof(StudioPages).Assembly.GetManifestResourceStream(Prefix + name);
        if (stream is null || !s_types.TryGetValue(Path.GetExtension(name), out string? type))
        {
            throw new EdgeException(DiagnosticId.StudioNotFound, name, "there is no such page", "open the address that edge studio printed");
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = stream.Length;
        await stream.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
