using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Edge.MeterStation.Publishing;
using Edge.Tests.Desktop.Firmware;

namespace Edge.Tests.Desktop.Meters.Station;

/// <summary>A broker that can be away, slow, or lose acknowledgements; it keeps what reached it.</summary>
internal sealed class FakeBroker : IMqttLink
{
    private const string ReadingTopic = "/reading";

    public List<(string Topic, string Payload, bool IsRetained)> Messages { get; } = [];

    /// <summary>Connections fail.</summary>
    public bool IsAway { get; set; }

    /// <summary>Publications from this one on get no acknowledgement, though they arrive.</summary>
    public int SilentFrom { get; set; } = int.MaxValue;

    /// <summary>Publications from this one on do not arrive.</summary>
    public int DeafFrom { get; set; } = int.MaxValue;

    /// <summary>What a publication takes.</summary>
    public int PublishMs { get; set; }

    public FakeClock? Clock { get; set; }

    /// <summary>Called before each message is acknowledged.</summary>
    public Action? BeforeAcknowledgement { get; set; }

    public bool IsConnected { get; private set; }

    public int Connections { get; private set; }

    private int Published { get; set; }

    /// <summary>Number and value of each reading that arrived, in order, repeated ones included.</summary>
    public List<(long Number, string Value)> Readings =>
        [.. Messages.Where(message => message.Topic.EndsWith(ReadingTopic, StringComparison.Ordinal)).Select(message => Parse(message.Payload))];

    public bool Connect(int limitMs)
    {
        Connections++;
        IsConnected = !IsAway;
        return IsConnected;
    }

    public bool Publish(string topic, string payload, bool isRetained, int limitMs)
    {
        Assert(IsConnected, "published without a connection");
        Published++;
        if (Clock != null)
        {
            Clock.Now += Math.Min(PublishMs, limitMs) * 1000L;
        }

        if (Published >= DeafFrom || PublishMs > limitMs)
        {
            return false;
        }

        Messages.Add((topic, payload, isRetained));
        BeforeAcknowledgement?.Invoke();
        return Published < SilentFrom;
    }

    public void Disconnect() => IsConnected = false;

    private static void Assert(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }

    private static (long Number, string Value) Parse(string payload)
    {
        using var json = JsonDocument.Parse(payload);
        return (json.RootElement.GetProperty("number").GetInt64(), json.RootElement.GetProperty("value").GetRawText());
    }
}
