using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Edge.ModelTools.Studio.Jobs;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Devices;
using Edge.Tests.Desktop.Images;
using Edge.Tests.Desktop.Monitoring;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Studio;

/// <summary>What can be done with a conversion, and the log of a board.</summary>
[TestClass]
public sealed class StudioResultTests
{
    private static readonly object s_request = new { model = new { path = "Demo/model/digits_mbv3se.onnx" }, calibration = new { path = "Demo/calibration" }, quantizer = "naive", samples = 16, sram = "24KB" };

    [TestMethod]
    public async Task Budgets_are_counted_and_each_gives_the_bytes_of_the_command_line()
    {
        using var folder = new TemporaryFolder();
        await using StudioClient studio = await StudioClient.Start(AppContext.BaseDirectory);
        Assert.AreEqual("done", (await studio.Convert(s_request)).GetProperty("status").GetString());
        JsonElement[] points = [.. (await studio.Get("api/conversions/1/budgets")).GetProperty("points").EnumerateArray()];
        Assert.IsGreaterThan(2, points.Length);
        Assert.HasCount(1, points.Where(point => point.GetProperty("isTaken").GetBoolean()));
        int[] peaks = [.. points.Select(point => point.GetProperty("peakSramBytes").GetInt32())];
        CollectionAssert.AreEqual(peaks.Order().ToArray(), peaks);
        JsonElement taken = points.Single(point => point.GetProperty("isTaken").GetBoolean());
        JsonElement summary = (await studio.Get("api/conversions"))[0];
        Assert.AreEqual(summary.GetProperty("peakSramBytes").GetInt32(), taken.GetProperty("peakSramBytes").GetInt32());
        JsonElement onBoard = taken.GetProperty("boards").EnumerateArray().Single(board => board.GetProperty("name").GetString() == summary.GetProperty("board").GetString());
        Assert.AreEqual(summary.GetProperty("timeMs").GetDouble(), onBoard.GetProperty("timeMs").GetDouble(), 0.001, "but for the number of its self-test, the curve counts the same blob");
        string map = Encoding.UTF8.GetString(await studio.Download($"api/conversions/1/budgets/{points.Length - 1}/memory"));
        Assert.Contains("<svg", map);
        Assert.AreNotEqual(map, Encoding.UTF8.GetString(await studio.Download($"api/conversions/1/budgets/{points.Length - 1}/memory?dark")), "dark pages have a map of their own");
        await StudioClient.Refuses(HttpStatusCode.NotFound, "EDGE9006", await studio.Http.GetAsync(new Uri($"api/conversions/1/budgets/{points.Length}/memory", UriKind.Relative)));

        int budget = points[0].GetProperty("budgetBytes").GetInt32();
        using HttpResponseMessage again = await studio.Post("api/conversions/1/reschedule", new { budgetBytes = budget });
        JsonElement job = await studio.Finish();
        Assert.AreEqual("done", job.GetProperty("status").GetString(), job.ToString());
        string expected = folder.File("cli.edge8");
        (int code, _, string error) = CommandLine.Run(
            "convert", DigitsBlob.Model, "--calibration", DigitsBlob.Calibration, "-o", expected, "--sram", $"{budget}", "--quantizer", "naive", "--samples", "16");
        Assert.AreEqual(0, code, error);
        CollectionAssert.AreEqual(File.ReadAllBytes(expected), await studio.Download("api/conversions/2/blob"));

        using HttpResponseMessage tooSmall = await studio.Post("api/conversions/1/reschedule", new { budgetBytes = 100 });
        StringAssert.StartsWith((await studio.Finish()).GetProperty("error").GetString()!, "error EDGE5003: ");
    }

    [TestMethod]
    public async Task A_picture_is_read_as_the_command_line_reads_it()
    {
        await using StudioClient studio = await StudioClient.Start(AppContext.BaseDirectory);
        await studio.Convert(s_request);
        string picture = Directory.EnumerateFiles(Path.Combine(DigitsBlob.Samples, "3"), "*.png").First();
        using HttpResponseMessage response = await studio.Http.PutAsync(new Uri("api/conversions/1/try?name=digit.png", UriKind.Relative), new ByteArrayContent(File.ReadAllBytes(picture)));
        JsonElement dropped = await StudioClient.ReadJson(response);
        JsonElement chosen = await StudioClient.ReadJson(await studio.Post("api/conversions/1/try", new { path = Path.GetRelativePath(AppContext.BaseDirectory, picture).Replace('\\', '/') }));

        using var folder = new TemporaryFolder();
        string blob = folder.Write("model.edge8", await studio.Download("api/conversions/1/blob"));
        (int code, string output, string error) = CommandLine.Run("run", blob, picture, "--json", "--top", "10");
        Assert.AreEqual(0, code, error);
        JsonElement expected = JsonSerializer.Deserialize<JsonElement>(output).GetProperty("top")[0];
        foreach (JsonElement answer in new[] { dropped, chosen })
        {
            JsonElement best = answer.GetProperty("scores")[0];
            Assert.AreEqual(expected.GetProperty("label").GetString(), best.GetProperty("label").GetString());
            Assert.AreEqual(expected.GetProperty("score").GetDouble(), best.GetProperty("score").GetDouble(), 1e-6);
            Assert.AreEqual(best.GetProperty("score").GetDouble(), answer.GetProperty("reference")[0].GetDouble(), 3.0, "int8 is near float");
            StringAssert.StartsWith(answer.GetProperty("input").GetString()!, "data:image/png;base64,");
            Assert.IsGreaterThan(20, answer.GetProperty("layers").GetArrayLength());
        }

        using HttpResponseMessage none = await studio.Http.PutAsync(new Uri("api/conversions/1/try?name=digit.png", UriKind.Relative), new ByteArrayContent([1, 2, 3]));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE4002", none);
        Assert.IsEmpty(Directory.EnumerateFiles(Path.GetDirectoryName(studio.Server.Files.Uploads.PathOf(await studio.Drop()))!, "*", SearchOption.AllDirectories), "what was tried is removed");
    }

    [TestMethod]
    public async Task A_saved_log_is_replayed_and_a_port_is_followed()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = DeviceLogs.Bytes([DeviceLogs.Inference(1, 12_000, 3_000_000), DeviceLogs.Inference(2, 14_000, 3_500_000), "EDGE,I,torn"]);
        folder.Write("board.log", bytes);
        folder.Write("other.log", "nothing of ours\n");
        FakeSerialPorts ports = new FakeSerialPorts { Busy = "COM4" }.With("COM3", new PipeLine([.. bytes.Chunk(13)])).With("COM4", new PipeLine());
        await using StudioClient studio = await StudioClient.Start(folder.Path, null, ports);
        foreach (object request in new object[] { new { log = new { path = "board.log" } }, new { port = "COM3", baud = 921600 } })
        {
            using HttpResponseMessage opened = await studio.Post("api/board/open", request);
            Assert.AreEqual(HttpStatusCode.OK, opened.StatusCode, await opened.Content.ReadAsStringAsync());
            await studio.Server.Board.Idle();
            JsonElement state = await studio.Get("api/board");
            Assert.AreEqual(JsonValueKind.Null, state.GetProperty("error").ValueKind, state.ToString());
            JsonElement series = state.GetProperty("series")[0];
            CollectionAssert.AreEqual(new[] { 12.0, 14.0 }, series.GetProperty("timeMs").GetProperty("values").EnumerateArray().Select(each => each.GetDouble()).ToArray());
            CollectionAssert.AreEqual(new[] { 3.0, 3.5 }, series.GetProperty("energyMj").GetProperty("values").EnumerateArray().Select(each => each.GetDouble()).ToArray());
            Assert.AreEqual(2, state.GetProperty("lines").GetArrayLength());
        }

        using HttpResponseMessage other = await studio.Post("api/board/open", new { log = new { path = "other.log" } });
        await studio.Server.Board.Idle();
        StringAssert.StartsWith((await studio.Get("api/board")).GetProperty("error").GetString()!, "error EDGE7018: other.log: ");
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE7003", await studio.Post("api/board/open", new { }));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE0005", await studio.Post("api/board/open", new { port = "COM3", baud = 0 }));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE7004", await studio.Post("api/board/open", new { port = "COM4" }));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9002", await studio.Post("api/board/open", new { log = new { path = "../x" } }));
    }

    [TestMethod]
    public async Task Listeners_that_read_too_slowly_hold_nobody_up()
    {
        const int Told = 1000;
        var events = new StudioEvents();
        using var stop = new CancellationTokenSource();
        await using IAsyncEnumerator<string> listener = events.Listen(stop.Token).GetAsyncEnumerator(stop.Token);
        ValueTask<bool> first = listener.MoveNextAsync();
        for (int i = 0; i < Told; i++)
        {
            events.Tell("job");
        }

        Assert.IsTrue(await first);
        events.Tell("board");
        int read = 1;
        while (listener.Current != "board")
        {
            Assert.IsTrue(await listener.MoveNextAsync());
            read++;
        }

        Assert.IsLessThan(Told, read, "the latest is there, the oldest are not");
    }
}
