using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Studio.Views;
using Microsoft.AspNetCore.Http;

namespace Edge.ModelTools.Studio;

/// <summary>What the server answers with; errors are the one line of the command line, in JSON.</summary>
internal static class StudioReply
{
    private const int LongestRequest = 64 * 1024; // characters of JSON

    /// <summary>Answers with JSON.</summary>
    public static Task Json(HttpContext context, object? value) => context.Response.WriteAsJsonAsync(value, StudioJson.Options, context.RequestAborted);

    /// <summary>Answers with a file to keep.</summary>
    public static Task Download(HttpContext context, byte[] content, string type, string fileName)
    {
        context.Response.Headers.ContentDisposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment") { FileNameStar = fileName }.ToString();
        return Bytes(context, content, type);
    }

    /// <summary>Answers with a file to show.</summary>
    public static Task Bytes(HttpContext context, byte[] content, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    /// <summary>Reads what the page asks for.</summary>
    /// <exception cref="EdgeException">It is not the JSON it should be.</exception>
    public static async Task<T> Read<T>(HttpContext context)
    {
        if (context.Request.ContentLength is not <= LongestRequest)
        {
            throw Invalid("the request is too long", null);
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, StudioJson.Options, context.RequestAborted).ConfigureAwait(false)
                ?? throw Invalid("the request is empty", null);
        }
        catch (JsonException exception)
        {
            throw Invalid("the request is not the JSON it should be", exception);
        }
    }

    /// <summary>A number of the path.</summary>
    /// <exception cref="EdgeException">It is none.</exception>
    public static int Number(HttpContext context, string name)
    {
        return int.TryParse((string?)context.Request.RouteValues[name], out int value) ? value : throw Invalid($"'{context.Request.RouteValues[name]}' is no number", null);
    }

    /// <summary>A word of the path.</summary>
    public static string Word(HttpContext context, string name) => (string?)context.Request.RouteValues[name] ?? string.Empty;

    /// <summary>Runs a request and turns what it throws into an answer.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false })
            {
                await Tell(context, new EdgeException(DiagnosticId.StudioNotFound, context.Request.Path, "there is no such page", "open the address that edge studio printed")).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested || exception is BadHttpRequestException { InnerException: IOException })
        {
            // The browser went away; nobody reads an answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            EdgeException told = FaultReport.Cause(exception) as EdgeException ?? (exception as BadHttpRequestException is { } bad ? Invalid(bad.Message, bad) : FaultReport.Write(exception, ["studio"]));
            await Tell(context, told).ConfigureAwait(false);
        }
    }

    private static Task Tell(HttpContext context, EdgeException exception)
    {
        context.Response.StatusCode = StatusOf(exception.Id);
        context.Response.Headers.ContentDisposition = default;
        return Json(context, new { error = exception.Message, id = $"EDGE{(int)exception.Id:D4}" });
    }

    private static int StatusOf(DiagnosticId id)
    {
        return id switch
        {
            DiagnosticId.StudioRefused => StatusCodes.Status403Forbidden,
            DiagnosticId.StudioNotFound => StatusCodes.Status404NotFound,
            DiagnosticId.StudioBusy => StatusCodes.Status409Conflict,
            DiagnosticId.StudioUploadTooLarge => StatusCodes.Status413PayloadTooLarge,
            DiagnosticId.Unexpected or DiagnosticId.OutOfMemory or DiagnosticId.FileSystemFault => StatusCodes.Status500InternalServerError,
            _ => StatusCodes.Status400BadRequest,
        };
    }

    private static EdgeException Invalid(string what, Exception? inner) => new(DiagnosticId.StudioRequestInvalid, "request", what, "reload the page", inner);
}
