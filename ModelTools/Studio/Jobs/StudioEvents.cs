using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace Edge.ModelTools.Studio.Jobs;

/// <summary>Tells every open page what has changed. A page that reads too slowly misses the oldest events, nobody waits for it.</summary>
internal sealed class StudioEvents
{
    /// <summary>First event of each page: it hears of everything from here on, and the answer's head is sent with it.</summary>
    public const string Listening = "listening";

    private const int Room = 64; // events that a page may be behind

    private readonly Lock _gate = new();
    private readonly List<Channel<string>> _readers = [];

    /// <summary>Pages that listen.</summary>
    public int Listeners
    {
        get
        {
            lock (_gate)
            {
                return _readers.Count;
            }
        }
    }

    /// <summary>Tells all pages that something has another state now; what it is, they ask for.</summary>
    /// <param name="what">job, conversions or board.</param>
    public void Tell(string what)
    {
        lock (_gate)
        {
            foreach (Channel<string> reader in _readers)
            {
                reader.Writer.TryWrite(what);
            }
        }
    }

    /// <summary>"listening", then the events from now on, until <paramref name="stop"/>.</summary>
    public async IAsyncEnumerable<string> Listen([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var reader = Channel.CreateBounded<string>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            _readers.Add(reader);
        }

        try
        {
            yield return Listening;
            await foreach (string what in reader.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                yield return what;
            }
        }
        finally
        {
            lock (_gate)
            {
                _readers.Remove(reader);
            }
        }
    }
}
