using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Studio;

/// <summary>From a drop to a blob, without a browser.</summary>
[TestClass]
public sealed class StudioConversionTests
{
    private const int Samples = 16;

    [TestMethod]
    public async Task A_dropped_model_gives_the_bytes_of_the_command_line()
    {
        using var folder = new TemporaryFolder();
        await using StudioClient studio = await StudioClient.Start(folder.Path);
        string model = await studio.Drop(("digits_mbv3se.onnx", File.ReadAllBytes(DigitsBlob.Model)));
        string calibration = await studio.Drop([.. Directory.EnumerateFiles(DigitsBlob.Calibration).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))]);
        JsonElement job = await studio.Convert(new
        {
            model = new { upload = model, path = "digits_mbv3se.onnx" },
            calibration = new { upload = calibration },
            sram = "20KB",
            quantizer = "naive",
            samples = Samples,
        });
        Assert.AreEqual("done", job.GetProperty("status").GetString(), job.ToString());
        byte[] blob = await studio.Download($"api/conversions/{job.GetProperty("conversion")}/blob");

        string expected = folder.File("cli.edge8");
        (int code, _, string error) = CommandLine.Run(
            "convert", DigitsBlob.Model, "--calibration", DigitsBlob.Calibration, "-o", expected, "--sram", "20KB", "--quantizer", "naive", "--samples", $"{Samples}");
        Assert.AreEqual(0, code, error);
        CollectionAssert.AreEqual(File.ReadAllBytes(expected), blob);
        await RequireDownloads(studio, job.GetProperty("conversion").GetInt32());
        await RequireNetwork(studio, job.GetProperty("conversion").GetInt32());
    }

    [TestMethod]
    public async Task A_second_conversion_is_refused_while_one_runs_and_cancelling_ends_it()
    {
        await using StudioClient studio = await StudioClient.Start(AppContext.BaseDirectory);
        var request = new { model = new { path = "Demo/model/digits_mbv3se.onnx" }, calibration = new { path = "Demo/calibration" } };
        using HttpResponseMessage first = await studio.Post("api/convert", request);
        Assert.AreEqual(HttpStatusCode.Accepted, first.StatusCode);
        await StudioClient.Refuses(HttpStatusCode.Conflict, "EDGE9003", await studio.Post("api/convert", request), "digits_mbv3se.onnx");

        // What another tab, or this one after a reload, asks for: the same job.
        JsonElement seen = await studio.Get("api/job");
        Assert.AreEqual("running", seen.GetProperty("status").GetString());
        JsonElement cancelled = await StudioClient.ReadJson(await studio.Post("api/job/cancel", new { }));
        Assert.AreEqual("cancelling", cancelled.GetProperty("status").GetString());
        JsonElement ended = await studio.Finish();
        Assert.AreEqual("cancelled", ended.GetProperty("status").GetString(), ended.ToString());
        Assert.AreEqual(JsonValueKind.Null, ended.GetProperty("error").ValueKind);
        Assert.AreEqual(0, (await studio.Get("api/conversions")).GetArrayLength());
    }

    [TestMethod]
    public async Task A_browser_that_goes_away_leaves_the_conversion_at_work()
    {
        await using StudioClient studio = await StudioClient.Start(AppContext.BaseDirectory, DigitsBlob.Model);
        HttpResponseMessage events = await studio.Http.GetAsync(new Uri("api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.AreEqual("text/event-stream", events.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual(1, studio.Server.Events.Listeners); // who has the head of the answer misses nothing
        var request = new { model = new { isGiven = true }, calibration = new { path = "Demo/calibration" }, quantizer = "naive", samples = Samples };
        using HttpResponseMessage started = await studio.Post("api/convert", request);
        using (var reader = new StreamReader(await events.Content.ReadAsStreamAsync()))
        {
            List<string> lines = [];
            while (!lines.Contains("event: job"))
            {
                lines.Add(await reader.ReadLineAsync() ?? throw new EndOfStreamException());
            }
        }

        events.Dispose();
        await StudioClient.Until(() => studio.Server.Events.Listeners == 0, "the page is forgotten");
        JsonElement job = await studio.Finish();
        Assert.AreEqual("done", job.GetProperty("status").GetString(), job.ToString());
        Assert.AreEqual(1, (await studio.Get("api/conversions")).GetArrayLength());
    }

    [TestMethod]
    [DataRow("not a model", "model.onnx", "EDGE1001")]
    [DataRow("not a model", "model.tflite", "EDGE200")]
    [DataRow("not a model", "model.txt", "EDGE0004")]
    public async Task What_is_no_model_ends_in_one_line(string content, string name, string id)
    {
        await using StudioClient studio = await StudioClient.Start(".");
        string set = await studio.Drop((name, Encoding.UTF8.GetBytes(content)));
        JsonElement job = await studio.Convert(new { model = new { upload = set, path = name } });
        Assert.AreEqual("failed", job.GetProperty("status").GetString());
        string error = job.GetProperty("error").GetString()!;
        StringAssert.StartsWith(error, $"error {id}");
        Assert.DoesNotContain("\n", error);
    }

    [TestMethod]
    public async Task A_float_model_without_samples_and_a_request_without_a_model_are_refused()
    {
        await using StudioClient studio = await StudioClient.Start(AppContext.BaseDirectory);
        JsonElement job = await studio.Convert(new { model = new { path = "Demo/model/digits_mbv3se.onnx" } });
        StringAssert.StartsWith(job.GetProperty("error").GetString()!, "error EDGE0006: ");
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9005", await studio.Post("api/convert", new { sram = "64KB" }), "no model");
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE0005", await studio.Post("api/convert", new { model = new { path = "Demo/model/digits_mbv3se.onnx" }, board = "none" }));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE0005", await studio.Post("api/convert", new { model = new { path = "Demo/model/digits_mbv3se.onnx" }, sram = "much" }));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE0001", await studio.Post("api/convert", new { model = new { path = "Demo/gone.onnx" } }));
        await StudioClient.Refuses(HttpStatusCode.NotFound, "EDGE9006", await studio.Post("api/convert", new { model = new { upload = "gone", path = "a.onnx" } }));
        using HttpResponseMessage broken = await studio.Http.PostAsync(new Uri("api/convert", UriKind.Relative), new StringContent("{"));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9005", broken);
    }

    [TestMethod]
    public async Task What_is_not_there_is_said_so()
    {
        await using StudioClient studio = await StudioClient.Start(".");
        foreach (string path in new[] { "api/conversions/7", "api/conversions/7/blob", "nothing.js", "api/nothing" })
        {
            await StudioClient.Refuses(HttpStatusCode.NotFound, "EDGE9006", await studio.Http.GetAsync(new Uri(path, UriKind.Relative)));
        }

        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9005", await studio.Http.GetAsync(new Uri("api/conversions/x", UriKind.Relative)));
        using HttpResponseMessage first = await studio.Http.GetAsync(new Uri(string.Empty, UriKind.Relative));
        string page = await first.Content.ReadAsStringAsync();
        foreach (string part in page.Split('"').Where(part => part.EndsWith(".js", StringComparison.Ordinal) || part.EndsWith(".css", StringComparison.Ordinal) || part.EndsWith(".svg", StringComparison.Ordinal)))
        {
            Assert.IsNotEmpty(await studio.Download(part));
        }
    }

    [TestMethod]
    public async Task Dropped_files_are_gone_when_the_studio_has_ended()
    {
        string path;
        await using (StudioClient studio = await StudioClient.Start("."))
        {
            string set = await studio.Drop(("a/b.png", [1, 2, 3]));
            path = studio.Server.Files.Uploads.PathOf(set, "a/b.png");
            Assert.IsTrue(File.Exists(path));
        }

        Assert.IsFalse(File.Exists(path));
    }

    private static int WrongOf(JsonElement confusion)
    {
        int[][] counts = [.. confusion.EnumerateArray().Select(row => row.EnumerateArray().Select(count => count.GetInt32()).ToArray())];
        return counts.Select((row, label) => row.Sum() - row[label]).Sum();
    }

    private static async Task RequireDownloads(StudioClient studio, int id)
    {
        string report = Encoding.UTF8.GetString(await studio.Download($"api/conversions/{id}/report"));
        Assert.Contains("Errors by layer", report);
        string recipe = Encoding.UTF8.GetString(await studio.Download($"api/conversions/{id}/recipe"));
        Assert.AreEqual(JsonValueKind.Object, JsonSerializer.Deserialize<JsonElement>(recipe).ValueKind);
        using var archive = new ZipArchive(new MemoryStream(await studio.Download($"api/conversions/{id}/source")));
        Assert.Contains("EmbeddedModel.cs", archive.Entries.Select(entry => entry.Name).ToArray());
    }

    private static async Task RequireNetwork(StudioClient studio, int id)
    {
        JsonElement whole = await studio.Get($"api/conversions/{id}");
        JsonElement summary = whole.GetProperty("summary");
        JsonElement[] nodes = [.. whole.GetProperty("graph").GetProperty("nodes").EnumerateArray()];
        string?[] roles = [.. nodes.Select(node => node.GetProperty("role").GetString())];
        foreach (string role in new[] { "expand", "depthwise", "squeezePool", "squeezeReduce", "squeezeExpand", "squeezeScale", "project", "residual" })
        {
            Assert.Contains(role, roles);
        }

        Assert.AreEqual(summary.GetProperty("weightBytes").GetInt32(), nodes.Sum(node => node.GetProperty("weightBytes").GetInt32()));
        Assert.AreEqual(summary.GetProperty("macs").GetInt64(), nodes.Sum(node => node.GetProperty("macs").GetInt64()), "nothing is computed twice in 20 KB");
        Assert.IsTrue(nodes.Any(node => node.GetProperty("sqnrDb").ValueKind == JsonValueKind.Number));
        Assert.IsLessThanOrEqualTo(20 * 1024, summary.GetProperty("peakSramBytes").GetInt32());
        JsonElement[] misread = [.. whole.GetProperty("misread").EnumerateArray()];
        Assert.AreEqual(Math.Min(48, WrongOf(whole.GetProperty("confusion"))), misread.Length);
        StringAssert.StartsWith(misread[0].GetProperty("source").GetString()!, "data:image/png;base64,");
        Assert.Contains("read as", misread[0].GetProperty("caption").GetString()!);
        string layers = Encoding.UTF8.GetString(await studio.Download($"api/conversions/{id}/charts/layers"));
        StringAssert.StartsWith(layers, "<svg");
    }
}
