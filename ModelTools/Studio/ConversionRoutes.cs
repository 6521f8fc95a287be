using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Quantization;
using Edge.ModelTools.Reporting;
using Edge.ModelTools.Studio.Jobs;
using Edge.ModelTools.Studio.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Edge.ModelTools.Studio;

/// <summary>Converting, and what comes out.</summary>
internal sealed class ConversionRoutes
{
    private readonly ConversionDesk _desk;

    /// <summary>Makes the routes of a desk.</summary>
    public ConversionRoutes(ConversionDesk desk)
    {
        _desk = desk;
    }

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/job", context => StudioReply.Json(context, _desk.Job));
        routes.MapPost("/api/job/cancel", Cancel);
        routes.MapPost("/api/convert", Convert);
        routes.MapGet("/api/conversions", context => StudioReply.Json(context, _desk.Finished.Select(ConversionView.Summary)));
        routes.MapGet("/api/conversions/{id}", context => StudioReply.Json(context, ConversionView.Whole(Find(context))));
        routes.MapGet("/api/conversions/{id}/charts/{name}", Chart);
        routes.MapGet("/api/conversions/{id}/blob", Blob);
        routes.MapGet("/api/conversions/{id}/report", Report);
        routes.MapGet("/api/conversions/{id}/recipe", Recipe);
        routes.MapGet("/api/conversions/{id}/source", Source);
    }

    private FinishedConversion Find(HttpContext context) => _desk.Find(StudioReply.Number(context, "id"));

    private async Task Convert(HttpContext context)
    {
        JobState job = _desk.Start(await StudioReply.Read<ConversionRequest>(context).ConfigureAwait(false));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await StudioReply.Json(context, job).ConfigureAwait(false);
    }

    private Task Cancel(HttpContext context)
    {
        _desk.Cancel();
        return StudioReply.Json(context, _desk.Job);
    }

    private Task Chart(HttpContext context)
    {
        return StudioReply.Bytes(context, Encoding.UTF8.GetBytes(ChartView.Draw(Find(context), StudioReply.Word(context, "name"))), "image/svg+xml");
    }

    private Task Blob(HttpContext context)
    {
        FinishedConversion conversion = Find(context);
        return StudioReply.Download(context, conversion.Result.Blob, "application/octet-stream", conversion.FileName);
    }

    private Task Report(HttpContext context)
    {
        FinishedConversion conversion = Find(context);
        return StudioReply.Download(context, HtmlReport.Write(conversion.Report), "text/html; charset=utf-8", conversion.BaseName + ".html");
    }

    private Task Recipe(HttpContext context)
    {
        FinishedConversion conversion = Find(context);
        QuantizationResult quantization = conversion.Result.Quantization
            ?? throw new EdgeException(DiagnosticId.StudioNotFound, conversion.FileName, "the model came quantized, there is no recipe", "convert a float model");
        return StudioReply.Download(context, Encoding.UTF8.GetBytes(RecipeFile.ToJson(quantization.Recipe, true)), "application/json", conversion.BaseName + ".recipe.json");
    }

    private Task Source(HttpContext context)
    {
        FinishedConversion conversion = Find(context);
        return StudioReply.Download(context, PackedArchive.Of(conversion), "application/zip", conversion.BaseName + "-source.zip");
    }
}
