using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Edge.ModelTools.Diagnostics;
using Edge.ModelTools.Studio;
using Edge.Tests.Desktop.Commands;
using Edge.Tests.Desktop.Devices;
using Edge.Tests.Desktop.Images;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Studio;

/// <summary>Who may talk to the studio, and about which files.</summary>
[TestClass]
public sealed class StudioGuardTests
{
    private const string Refused = "EDGE9001";

    [TestMethod]
    public async Task Requests_without_the_token_are_refused()
    {
        await using StudioClient studio = await StudioClient.Start(".");
        string origin = studio.Server.Address.GetLeftPart(UriPartial.Authority);
        string token = studio.Server.Address.Segments[1].TrimEnd('/');
        foreach (string path in new[] { "/", "/api/state", "/studio.js", $"/{token}", $"/x{token[1..]}/api/state", $"//{token}/api/state", $"/{token[..^1]}/" })
        {
            await StudioClient.Refuses(HttpStatusCode.Forbidden, Refused, await studio.Http.GetAsync(new Uri(origin + path)), "token");
        }

        Assert.IsTrue((await studio.Get("api/state")).TryGetProperty("folder", out _));
    }

    [TestMethod]
    public async Task Two_studios_have_different_tokens()
    {
        await using StudioClient one = await StudioClient.Start(".");
        await using StudioClient other = await StudioClient.Start(".");
        Assert.AreNotEqual(one.Server.Address.Segments[1], other.Server.Address.Segments[1]);
        Assert.AreEqual("127.0.0.1", one.Server.Address.Host);
    }

    [TestMethod]
    [DataRow("Origin", "http://evil.example")]
    [DataRow("Origin", "null")]
    [DataRow("Origin", "https://127.0.0.1")]
    [DataRow("Sec-Fetch-Site", "cross-site")]
    [DataRow("Sec-Fetch-Site", "same-site")]
    [DataRow("Host", "evil.example")]
    [DataRow("Host", "127.0.0.1:1")]
    [DataRow("Host", "127.0.0.1.evil.example")]
    public async Task Requests_of_other_pages_and_for_other_hosts_are_refused(string header, string value)
    {
        await using StudioClient studio = await StudioClient.Start(".");
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/uploads") { Content = new StringContent("{}") };
        request.Headers.TryAddWithoutValidation(header, value);
        await StudioClient.Refuses(HttpStatusCode.Forbidden, Refused, await studio.Http.SendAsync(request));
    }

    [TestMethod]
    public async Task The_page_itself_is_let_through_by_both_names_of_this_machine()
    {
        await using StudioClient studio = await StudioClient.Start(".");
        foreach (string host in new[] { "127.0.0.1", "localhost" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/uploads") { Content = new StringContent("{}") };
            request.Headers.Host = $"{host}:{studio.Server.Address.Port}";
            request.Headers.TryAddWithoutValidation("Origin", $"http://{host}:{studio.Server.Address.Port}");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            using HttpResponseMessage response = await studio.Http.SendAsync(request);
            Assert.AreEqual(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [TestMethod]
    public async Task Answers_forbid_the_page_everything_that_is_not_its_own()
    {
        await using StudioClient studio = await StudioClient.Start(".");
        using HttpResponseMessage response = await studio.Http.GetAsync(new Uri(string.Empty, UriKind.Relative));
        string policy = string.Join(' ', response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.AreEqual("no-referrer", string.Join(' ', response.Headers.GetValues("Referrer-Policy")));
        Assert.AreEqual("nosniff", string.Join(' ', response.Headers.GetValues("X-Content-Type-Options")));
        string page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("http:", page);
        Assert.DoesNotContain("https:", page);
    }

    [TestMethod]
    [DataRow("..")]
    [DataRow("../..")]
    [DataRow("a/../../..")]
    [DataRow("/etc")]
    [DataRow("link")]
    [DataRow("link/inner")]
    public async Task Paths_outside_the_working_folder_are_refused(string path)
    {
        using var folder = new TemporaryFolder();
        using var outside = new TemporaryFolder();
        outside.Write("inner/secret.onnx", "x");
        folder.Write("a/b.onnx", "x");
        System.IO.Directory.CreateSymbolicLink(folder.File("link"), outside.Path);
        await using StudioClient studio = await StudioClient.Start(folder.Path);
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9002", await studio.Http.GetAsync(new Uri($"api/files?path={Uri.EscapeDataString(path)}", UriKind.Relative)));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9002", await studio.Post("api/convert", new { model = new { path } }));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9002", await studio.Post("api/convert", new { model = new { path = "a/b.onnx" }, calibration = new { path } }));
    }

    [TestMethod]
    [DataRow("api/convert", "{\"model\":{\"path\":null,\"upload\":\"x\"}}")]
    [DataRow("api/convert", "{\"model\":{\"path\":null}}")]
    [DataRow("api/convert", "null")]
    [DataRow("api/convert", "[")]
    [DataRow("api/convert", "{\"samples\":\"many\"}")]
    [DataRow("api/board/open", "{\"log\":{\"path\":null}}")]
    [DataRow("api/board/open", "{\"baud\":99999999999}")]
    public async Task Requests_that_are_not_the_JSON_they_should_be_are_refused_in_a_line(string path, string json)
    {
        await using StudioClient studio = await StudioClient.Start(".");
        using var content = new StringContent(json);
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9005", await studio.Http.PostAsync(new Uri(path, UriKind.Relative), content), "reload the page");
    }

    [TestMethod]
    public async Task JSON_that_is_too_long_or_of_unknown_length_is_not_read()
    {
        await using StudioClient studio = await StudioClient.Start(".");
        using var longer = new StringContent($"{{\"name\":\"{new string('x', 65536)}\"}}");
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9005", await studio.Http.PostAsync(new Uri("api/convert", UriKind.Relative), longer), "too long");
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/convert") { Content = new StringContent("{}") };
        request.Headers.TransferEncodingChunked = true;
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9005", await studio.Http.SendAsync(request), "too long");
    }

    [TestMethod]
    public async Task Another_page_cannot_listen_to_the_events()
    {
        await using StudioClient studio = await StudioClient.Start(".");
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/events");
        request.Headers.TryAddWithoutValidation("Origin", "http://127.0.0.1:1");
        await StudioClient.Refuses(HttpStatusCode.Forbidden, Refused, await studio.Http.SendAsync(request));
        Assert.AreEqual(0, studio.Server.Events.Listeners);
    }

    [TestMethod]
    public async Task A_folder_beside_the_working_folder_with_the_same_beginning_is_outside()
    {
        using var folder = new TemporaryFolder();
        folder.Write("work/a.onnx", "x");
        folder.Write("work-more/b.onnx", "x");
        await using StudioClient studio = await StudioClient.Start(folder.File("work"));
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9002", await studio.Http.GetAsync(new Uri("api/files?path=../work-more", UriKind.Relative)));
        Assert.AreEqual("a.onnx", (await studio.Get("api/files?path=")).GetProperty("entries")[0].GetProperty("name").GetString());
    }

    [TestMethod]
    [DataRow("../evil.onnx")]
    [DataRow("/evil.onnx")]
    [DataRow("a//b")]
    [DataRow("a\\b")]
    [DataRow("")]
    [DataRow("a/./b")]
    public async Task Dropped_files_stay_in_their_set(string name)
    {
        await using StudioClient studio = await StudioClient.Start(".");
        string set = await studio.Drop();
        var address = new Uri($"api/uploads/{set}?name={Uri.EscapeDataString(name)}", UriKind.Relative);
        await StudioClient.Refuses(HttpStatusCode.BadRequest, "EDGE9002", await studio.Http.PutAsync(address, new ByteArrayContent([1])));
    }

    [TestMethod]
    public async Task A_drop_of_two_gigabytes_is_refused_by_its_length_before_it_is_sent()
    {
        await using StudioClient studio = await StudioClient.Start(".");
        string set = await studio.Drop();
        using var socket = new TcpClient("127.0.0.1", studio.Server.Address.Port);
        NetworkStream stream = socket.GetStream();
        string head = $"PUT {studio.Server.Address.AbsolutePath}api/uploads/{set}?name=huge.onnx HTTP/1.1\r\nHost: 127.0.0.1:{studio.Server.Address.Port}\r\nContent-Length: 2147483648\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        byte[] buffer = new byte[4096];
        int count = await stream.ReadAsync(buffer);
        string answer = Encoding.ASCII.GetString(buffer, 0, count);
        StringAssert.StartsWith(answer, "HTTP/1.1 413");
        Assert.Contains("EDGE9004: huge.onnx: 2147483648 bytes", answer);
    }

    [TestMethod]
    public async Task A_drop_that_does_not_say_its_length_is_refused()
    {
        await using StudioClient studio = await StudioClient.Start(".");
        string set = await studio.Drop();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/uploads/{set}?name=a.onnx") { Content = new StringContent("x") };
        request.Headers.TransferEncodingChunked = true;
        await StudioClient.Refuses(HttpStatusCode.RequestEntityTooLarge, "EDGE9004", await studio.Http.SendAsync(request), "does not say how long");
    }

    [TestMethod]
    public async Task A_port_in_use_is_one_clear_line()
    {
        await using StudioClient studio = await StudioClient.Start(".");
        int port = studio.Server.Address.Port;
        EdgeException exception = await Assert.ThrowsExactlyAsync<EdgeException>(async () =>
        {
            await using var second = new StudioServer(new StudioSettings(".", null, port, new FakeSerialPorts()));
            await second.StartAsync();
        });
        Assert.AreEqual($"error EDGE9000: --port {port}: another program has the port; leave --port out, which takes a free one, or give another", exception.Message);
    }

    [TestMethod]
    [DataRow("EDGE0001", "studio", "missing.onnx")]
    [DataRow("EDGE0001", "studio", "--folder", "missing")]
    [DataRow("EDGE0005", "studio", "--port", "70000")]
    [DataRow("EDGE0005", "studio", "--port", "-1")]
    public void The_command_refuses_what_is_not_there_before_it_serves(string id, params string[] arguments)
    {
        (int code, string output, string error) = CommandLine.Run(arguments);
        Assert.AreEqual(CommandLine.CodeOf(id), code, error);
        Assert.AreEqual(string.Empty, output);
        StringAssert.StartsWith(error, $"error {id}: ");
        Assert.HasCount(1, error.Trim().Split('\n'));
    }
}
