using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.ServerSentEvents;
using System.Threading;
using System.Threading.Tasks;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Studio.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.ModelTools.Studio;

/// <summary>The local web page: a server on the loop-back address that nothing but its own page may talk to.</summary>
internal sealed class StudioServer : IAsyncDisposable
{
    private const long MostRequestBytes = 16 << 20; // a picture to try; uploads have a limit of their own

    private readonly RequestGuard _guard = new();
    private readonly StudioFiles _files;
    private readonly WebApplication _app;
    private readonly int _port;

    /// <summary>Makes a server; <see cref="StartAsync"/> starts it.</summary>
    /// <param name="settings">Folder, model and port.</param>
    /// <exception cref="EdgeException">Folder or model is not there.</exception>
    public StudioServer(StudioSettings settings)
    {
        _port = settings.Port;
        _files = new StudioFiles(settings.Folder, settings.Model);
        Desk = new ConversionDesk(_files, Events);
        Board = new BoardLink(settings.Ports, _files, Events);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(StudioServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostRequestBytes;
            kestrel.Listen(IPAddress.Loopback, _port);
        });
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Use((context, next) => StudioReply.GuardAsync(context, inner => _guard.RunAsync(inner, next)));
        _app.UseRouting();
        _app.MapGet("/", StudioPages.Send);
        _app.MapGet("/{name}", StudioPages.Send);
        _app.MapGet("/api/state", State);
        _app.MapGet("/api/events", SendEvents);
        new FileRoutes(_files).Map(_app);
        new ConversionRoutes(Desk).Map(_app);
        new ResultRoutes(Desk, _files).Map(_app);
        new BoardRoutes(Board).Map(_app);
    }

    /// <summary>What may be read.</summary>
    public StudioFiles Files => _files;

    /// <summary>What converts.</summary>
    public ConversionDesk Desk { get; }

    /// <summary>What follows a board.</summary>
    public BoardLink Board { get; }

    /// <summary>What tells open pages of changes.</summary>
    public StudioEvents Events { get; } = new();

    /// <summary>The page, once the server has started.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Starts to listen.</summary>
    /// <exception cref="EdgeException">Another program has the port.</exception>
    public async Task StartAsync()
    {
        try
        {
            await _app.StartAsync().ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new EdgeException(
                DiagnosticId.StudioPortInUse, $"--port {_port}", "another program has the port", "leave --port out, which takes a free one, or give another", exception);
        }

        string bound = ((IApplicationBuilder)_app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri($"{bound}/{_guard.Token}/");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Desk.Cancel();
        await _app.DisposeAsync().ConfigureAwait(false);
        Board.Dispose();
        _files.Dispose();
    }

    private Task State(HttpContext context)
    {
        return StudioReply.Json(context, new
        {
            folder = _files.Folder.Root,
            model = _files.GivenModel is string path ? Path.GetFileName(path) : null,
            boards = NfTools.Load().Boards.Select(board => new { board.Name, board.Title, board.RamKB, freeKB = NfTools.Load().FreeKB(board) }),
            defaultBoard = ConversionDesk.DefaultBoard,
            mostFileBytes = UploadFolder.MostFileBytes,
            modelEndings = WorkingFolder.ModelEndings,
            version = typeof(StudioServer).Assembly.GetName().Version?.ToString(3),
        });
    }

    /// <summary>Server-sent events until the page goes away or the server stops.</summary>
    private async Task SendEvents(HttpContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _app.Lifetime.ApplicationStopping);
        try
        {
            await TypedResults.ServerSentEvents(Events.Listen(stop.Token).Select(what => new SseItem<string>(string.Empty, what))).ExecuteAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The page is gone, or the server stops.
        }
    }
}
