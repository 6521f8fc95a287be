using System.Threading.Tasks;
using Edge.ModelTools.Studio.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Edge.ModelTools.Studio;

/// <summary>Choosing and dropping files.</summary>
internal sealed class FileRoutes
{
    private readonly StudioFiles _files;

    /// <summary>Makes the routes of a studio's files.</summary>
    public FileRoutes(StudioFiles files)
    {
        _files = files;
    }

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/files", List);
        routes.MapPost("/api/uploads", Begin);
        routes.MapPut("/api/uploads/{set}", Add);
    }

    private Task List(HttpContext context)
    {
        string path = context.Request.Query["path"].ToString();
        return StudioReply.Json(context, new { path, entries = _files.Folder.List(path) });
    }

    private Task Begin(HttpContext context) => StudioReply.Json(context, new { upload = _files.Uploads.Begin() });

    private async Task Add(HttpContext context)
    {
        IHttpMaxRequestBodySizeFeature? limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false })
        {
            limit.MaxRequestBodySize = UploadFolder.MostFileBytes;
        }

        HttpRequest request = context.Request;
        await _files.Uploads.AddAsync(StudioReply.Word(context, "set"), request.Query["name"].ToString(), request.ContentLength, request.Body, context.RequestAborted).ConfigureAwait(false);
        await StudioReply.Json(context, new { }).ConfigureAwait(false);
    }
}
