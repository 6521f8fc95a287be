using System.Threading.Tasks;
using Edge.ModelTools.Studio.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Edge.ModelTools.Studio;

/// <summary>The log of a board.</summary>
internal sealed class BoardRoutes
{
    private readonly BoardLink _link;

    /// <summary>Makes the routes of a link.</summary>
    public BoardRoutes(BoardLink link)
    {
        _link = link;
    }

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/board", context => StudioReply.Json(context, _link.State()));
        routes.MapPost("/api/board/open", Open);
        routes.MapPost("/api/board/close", Close);
    }

    private async Task Open(HttpContext context)
    {
        _link.Open(await StudioReply.Read<BoardRequest>(context).ConfigureAwait(false));
        await StudioReply.Json(context, _link.State()).ConfigureAwait(false);
    }

    private Task Close(HttpContext context)
    {
        _link.Close();
        return StudioReply.Json(context, _link.State());
    }
}
