using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Edge.ModelTools.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Edge.ModelTools.Studio;

// A port of the loop-back address is open to every program and every page of every site on this machine. So a request has to know
// the token, which stands first in each path; it has to be for this host by name (a site whose name leads to 127.0.0.1 is not); and
// where the browser says which page sent it, that page has to be ours.

/// <summary>Lets only the studio's own page through.</summary>
internal sealed class RequestGuard
{
    private const int TokenBytes = 24;
    private static readonly string[] s_fetchSites = ["same-origin", "none"];

    private readonly byte[] _token;

    /// <summary>Makes a guard with a token of its own.</summary>
    public RequestGuard()
    {
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        _token = Encoding.ASCII.GetBytes(Token);
    }

    /// <summary>What every path begins with.</summary>
    public string Token { get; }

    /// <summary>Checks a request, takes the token off its path, and says what the page may do.</summary>
    /// <exception cref="EdgeException">The request is not one of our page.</exception>
    public Task RunAsync(HttpContext context, RequestDelegate next)
    {
        WriteHeaders(context.Response.Headers);
        RequireHost(context);
        RequireOrigin(context);
        RequireToken(context.Request);
        return next(context);
    }

    private static void RequireHost(HttpContext context)
    {
        HostString host = context.Request.Host;
        bool isOurs = host.Port == context.Connection.LocalPort && host.Host is ("127.0.0.1" or "localhost");
        if (!isOurs)
        {
            throw Refused($"host '{host}'", "the request is for another host");
        }
    }

    private static void RequireOrigin(HttpContext context)
    {
        IHeaderDictionary headers = context.Request.Headers;
        string own = $"http://{context.Request.Host}";
        if (headers.Origin.Any(origin => origin != own))
        {
            throw Refused($"origin '{headers.Origin}'", "another page sent the request");
        }

        StringValues site = headers["Sec-Fetch-Site"];
        if (site.Any(each => !s_fetchSites.Contains(each)))
        {
            throw Refused("request", "another page sent it");
        }
    }

    private void RequireToken(HttpRequest request)
    {
        string path = request.Path.Value ?? string.Empty;
        int end = path.IndexOf('/', Math.Min(1, path.Length));
        byte[] first = Encoding.UTF8.GetBytes(end < 0 ? string.Empty : path[1..end]);
        if (!CryptographicOperations.FixedTimeEquals(first, _token))
        {
            throw Refused("request", "it does not begin with the token");
        }

        request.PathBase = path[..end];
        request.Path = path[end..];
    }

    private static void WriteHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
    }

    private static EdgeException Refused(string where, string what)
    {
        return new EdgeException(DiagnosticId.StudioRefused, where, what, "open the address that edge studio printed");
    }
}
