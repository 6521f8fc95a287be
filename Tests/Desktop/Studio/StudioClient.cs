using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Studio;
using Edge.Tests.Desktop.Devices;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Studio;

/// <summary>A studio of one test, and what its page would ask it.</summary>
internal sealed class StudioClient : IAsyncDisposable
{
    private StudioClient(StudioServer server)
    {
        Server = server;
        Http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(4) };
    }

    /// <summary>The server.</summary>
    public StudioServer Server { get; }

    /// <summary>Asks it.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts a server on a free port.</summary>
    public static async Task<StudioClient> Start(string folder, string? model = null, ISerialPorts? ports = null)
    {
        var server = new StudioServer(new StudioSettings(folder, model, 0, ports ?? new FakeSerialPorts()));
        await server.StartAsync();
        return new StudioClient(server);
    }

    /// <summary>Reads JSON.</summary>
    public async Task<JsonElement> Get(string path) => await ReadJson(await Http.GetAsync(new Uri(path, UriKind.Relative)));

    /// <summary>Reads bytes of an answer that has to be there.</summary>
    public async Task<byte[]> Download(string path)
    {
        using HttpResponseMessage response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Sends JSON.</summary>
    public Task<HttpResponseMessage> Post(string path, object value)
    {
        return Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(JsonSerializer.Serialize(value), Encoding.UTF8, "application/json"));
    }

    /// <summary>Drops files as one set.</summary>
    public async Task<string> Drop(params (string Name, byte[] Content)[] files)
    {
        JsonElement begun = await ReadJson(await Post("api/uploads", new { }));
        string set = begun.GetProperty("upload").GetString()!;
        foreach ((string name, byte[] content) in files)
        {
            using HttpResponseMessage added = await Http.PutAsync(new Uri($"api/uploads/{set}?name={Uri.EscapeDataString(name)}", UriKind.Relative), new ByteArrayContent(content));
            Assert.AreEqual(HttpStatusCode.OK, added.StatusCode, await added.Content.ReadAsStringAsync());
        }

        return set;
    }

    /// <summary>Converts, and waits for the end.</summary>
    /// <returns>The job's last state.</returns>
    public async Task<JsonElement> Convert(object request)
    {
        using HttpResponseMessage response = await Post("api/convert", request);
        Assert.AreEqual(HttpStatusCode.Accepted, response.StatusCode, await response.Content.ReadAsStringAsync());
        return await Finish();
    }

    /// <summary>Waits for the end of the job.</summary>
    public async Task<JsonElement> Finish()
    {
        await Server.Desk.Idle();
        return await Get("api/job");
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            Assert.IsFalse(limit.IsCancellationRequested, $"waited too long for: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>An answer's JSON, whatever its status.</summary>
    public static async Task<JsonElement> ReadJson(HttpResponseMessage response)
    {
        using (response)
        {
            string text = await response.Content.ReadAsStringAsync();
            return text.Length == 0 ? throw new InvalidDataException($"{response.StatusCode} without a body") : JsonSerializer.Deserialize<JsonElement>(text);
        }
    }

    /// <summary>Asserts that an answer is an error of one line.</summary>
    public static async Task Refuses(HttpStatusCode status, string id, HttpResponseMessage response, params string[] parts)
    {
        HttpStatusCode actual = response.StatusCode;
        JsonElement answer = await ReadJson(response);
        string error = answer.GetProperty("error").GetString()!;
        Assert.AreEqual(status, actual, error);
        StringAssert.StartsWith(error, $"error {id}: ");
        Assert.DoesNotContain("\n", error);
        foreach (string part in parts)
        {
            Assert.Contains(part, error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Server.Desk.Cancel();
        await Server.Desk.Idle();
        await Server.DisposeAsync();
    }
}
