using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Inspection;
using Edge.ModelTools.Studio.Jobs;
using Edge.ModelTools.Studio.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Edge.ModelTools.Studio;

/// <summary>What can be done with a conversion: other budgets, and inputs to try.</summary>
internal sealed class ResultRoutes
{
    private readonly ConversionDesk _desk;
    private readonly StudioFiles _files;

    /// <summary>Makes the routes of a desk.</summary>
    public ResultRoutes(ConversionDesk desk, StudioFiles files)
    {
        _desk = desk;
        _files = files;
    }

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/conversions/{id}/budgets", Budgets);
        routes.MapGet("/api/conversions/{id}/budgets/{number}/memory", Memory);
        routes.MapPost("/api/conversions/{id}/reschedule", Reschedule);
        routes.MapPost("/api/conversions/{id}/try", TryFile);
        routes.MapPut("/api/conversions/{id}/try", TryBytes);
    }

    private FinishedConversion Find(HttpContext context) => _desk.Find(StudioReply.Number(context, "id"));

    private async Task Budgets(HttpContext context)
    {
        FinishedConversion conversion = Find(context);
        await StudioReply.Json(context, BudgetView.Of(conversion.BaseName, await conversion.Budgets.Value.ConfigureAwait(false))).ConfigureAwait(false);
    }

    private async Task Memory(HttpContext context)
    {
        IReadOnlyList<BudgetPoint> points = await Find(context).Budgets.Value.ConfigureAwait(false);
        int number = StudioReply.Number(context, "number");
        if (number < 0 || number >= points.Count)
        {
            throw new EdgeException(DiagnosticId.StudioNotFound, $"budget {number}", $"there are {points.Count}", "use those that the page shows");
        }

        IQueryCollection query = context.Request.Query;
        int width = int.TryParse(query["width"], NumberStyles.None, CultureInfo.InvariantCulture, out int pixels) ? pixels : SramMapPicture.FileWidth;
        byte[] map = Encoding.UTF8.GetBytes(ChartView.Memory(points[number].Blob, query.ContainsKey("dark"), width));
        await StudioReply.Bytes(context, map, "image/svg+xml").ConfigureAwait(false);
    }

    private async Task Reschedule(HttpContext context)
    {
        FinishedConversion conversion = Find(context);
        BudgetRequest request = await StudioReply.Read<BudgetRequest>(context).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await StudioReply.Json(context, _desk.StartReschedule(conversion.Id, request.BudgetBytes)).ConfigureAwait(false);
    }

    private async Task TryFile(HttpContext context)
    {
        FinishedConversion conversion = Find(context);
        FileChoice choice = await StudioReply.Read<FileChoice>(context).ConfigureAwait(false);
        await Try(context, conversion, _files.Resolve(choice)).ConfigureAwait(false);
    }

    /// <summary>What the page has itself: a dropped picture, a frame of the camera, a drawing.</summary>
    private async Task TryBytes(HttpContext context)
    {
        FinishedConversion conversion = Find(context);
        string name = context.Request.Query["name"].ToString();
        string set = _files.Uploads.Begin();
        try
        {
            await _files.Uploads.AddAsync(set, name, context.Request.ContentLength, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
            await Try(context, conversion, _files.Uploads.PathOf(set, name)).ConfigureAwait(false);
        }
        finally
        {
            _files.Uploads.End(set);
        }
    }

    private static async Task Try(HttpContext context, FinishedConversion conversion, string path)
    {
        TryResult result = await Task.Run(() => Tryout.Run(conversion, path)).ConfigureAwait(false);
        await StudioReply.Json(context, result).ConfigureAwait(false);
    }
}
