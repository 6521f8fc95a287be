using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using Edge.MeterStation;
using Edge.MeterStation.Publishing;
using Edge.Tests.Desktop.Firmware;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Edge.Tests.Desktop.Meters.Station;

/// <summary>Readings reach a broker that is away, slow, or silent at the wrong moment, each once.</summary>
[TestClass]
public sealed class MeterPublisherTests
{
    private readonly SimulatedStorage _storage = new();
    private readonly RecordedEvents _log = new();
    private readonly FakeClock _clock = new();
    private readonly FakeBroker _broker = new();

    [TestMethod]
    public void A_reading_arrives_with_announcement_and_status()
    {
        (ReadingQueue queue, MeterPublisher publisher) = Start();
        queue.Add(61853, 997, false);
        Assert.IsTrue(publisher.Deliver("read"));
        CollectionAssert.AreEqual(
            new[] { "homeassistant/sensor/cellar/reading/config", "homeassistant/sensor/cellar/status/config", "edge/cellar/reading", "edge/cellar/status" },
            _broker.Messages.Select(message => message.Topic).ToArray());
        Assert.IsTrue(_broker.Messages.All(message => message.IsRetained));
        Assert.AreEqual("""{"number":1,"value":618.53,"confidence":0.997,"filled":false}""", _broker.Messages[2].Payload);
        Assert.AreEqual("read", _broker.Messages[3].Payload);
        Assert.IsFalse(_broker.IsConnected);
    }

    [TestMethod]
    public void Announcements_are_json_that_home_assistant_knows_the_fields_of()
    {
        (_, MeterPublisher publisher) = Start();
        publisher.Deliver("read");
        using var reading = JsonDocument.Parse(_broker.Messages[0].Payload);
        JsonElement root = reading.RootElement;
        Assert.AreEqual("cellar_reading", root.GetProperty("unique_id").GetString());
        Assert.AreEqual("edge/cellar/reading", root.GetProperty("state_topic").GetString());
        Assert.AreEqual("{{ value_json.value }}", root.GetProperty("value_template").GetString());
        Assert.AreEqual("water", root.GetProperty("device_class").GetString());
        Assert.AreEqual("total_increasing", root.GetProperty("state_class").GetString());
        Assert.AreEqual("m\u00b3", root.GetProperty("unit_of_measurement").GetString());
        Assert.AreEqual("cellar", root.GetProperty("device").GetProperty("identifiers")[0].GetString());
        Assert.AreEqual("Water, cold", root.GetProperty("device").GetProperty("name").GetString());
        using var status = JsonDocument.Parse(_broker.Messages[1].Payload);
        Assert.AreEqual("diagnostic", status.RootElement.GetProperty("entity_category").GetString());
        Assert.IsTrue(_broker.Messages.All(message => message.Payload.All(char.IsAscii)));
    }

    [TestMethod]
    public void A_broker_that_is_away_costs_no_reading()
    {
        (ReadingQueue queue, MeterPublisher publisher) = Start();
        _broker.IsAway = true;
        for (int i = 0; i < 3; i++)
        {
            queue.Add(100 + i, 900, false);
            Assert.IsFalse(publisher.Deliver("read"));
        }

        Assert.AreEqual((StationError.BrokerSilent, "mqtt", 3L), _log.All[^1]);
        (_, publisher) = Start(); // and a reset
        _broker.IsAway = false;
        Assert.IsTrue(publisher.Deliver("read"));
        CollectionAssert.AreEqual(new[] { (1L, "1.00"), (2L, "1.01"), (3L, "1.02") }, _broker.Readings);
    }

    [TestMethod]
    public void A_lost_acknowledgement_sends_the_reading_again_under_its_number()
    {
        (ReadingQueue queue, MeterPublisher publisher) = Start();
        queue.Add(100, 900, false);
        queue.Add(101, 900, false);
        _broker.SilentFrom = 4; // two announcements, the first reading, and then silence
        Assert.IsFalse(publisher.Deliver("read"));
        _broker.SilentFrom = int.MaxValue;
        Assert.IsTrue(publisher.Deliver("read"));
        CollectionAssert.AreEqual(new[] { (1L, "1.00"), (2L, "1.01"), (2L, "1.01") }, _broker.Readings);
    }

    [TestMethod]
    public void A_slow_broker_gets_what_there_is_time_for_and_the_rest_next_time()
    {
        (ReadingQueue queue, MeterPublisher publisher) = Start();
        for (int i = 0; i < 40; i++)
        {
            queue.Add(100 + i, 900, false);
        }

        _broker.Clock = _clock;
        _broker.PublishMs = 4000;
        long start = _clock.Now;
        Assert.IsFalse(publisher.Deliver("read"));
        Assert.IsLessThan(50_000_000, _clock.Now - start);
        Assert.IsInRange(5, 39, _broker.Readings.Count);
        _broker.PublishMs = 0;
        Assert.IsTrue(publisher.Deliver("read"));
        CollectionAssert.AreEqual(Enumerable.Range(1, 40).Select(i => (long)i).ToArray(), _broker.Readings.Select(reading => reading.Number).ToArray());
    }

    [TestMethod]
    public void A_broker_slower_than_the_limit_is_as_good_as_away()
    {
        (ReadingQueue queue, MeterPublisher publisher) = Start();
        queue.Add(100, 900, false);
        _broker.Clock = _clock;
        _broker.PublishMs = 60_000;
        Assert.IsFalse(publisher.Deliver("read"));
        Assert.IsEmpty(_broker.Readings);
        Assert.AreEqual(1, queue.Count);
    }

    [TestMethod]
    public void A_reading_without_decimals_and_one_of_a_nearly_empty_meter_are_numbers()
    {
        (ReadingQueue queue, MeterPublisher publisher) = Start();
        queue.Add(7, 900, false);
        publisher.Deliver("read");
        Assert.AreEqual("0.07", _broker.Readings.Single().Value);
    }

    [TestMethod]
    public void Wherever_the_power_fails_each_reading_arrives_under_one_number()
    {
        for (int cut = 0; cut < 400; cut++)
        {
            var storage = new SimulatedStorage { CutAfter = cut, Cut = PowerCut.LosesUnflushed };
            var broker = new FakeBroker { BeforeAcknowledgement = storage.Step };
            try
            {
                Run(storage, broker, 100);
            }
            catch (PowerCutException)
            {
            }

            storage.PowerOn();
            broker.Disconnect();
            Run(storage, broker, 200);
            (long Number, string Value)[] distinct = [.. broker.Readings.Distinct()];
            Assert.AreEqual(distinct.Length, distinct.Select(reading => reading.Number).Distinct().Count(), $"cut {cut}: one number, two readings");
            Assert.AreEqual(distinct.Length, distinct.Select(reading => reading.Value).Distinct().Count(), $"cut {cut}: one reading, two numbers");
            CollectionAssert.IsSubsetOf(new[] { "2.00", "2.01", "2.02" }, distinct.Select(reading => reading.Value).ToArray(), $"cut {cut}: lost");
        }
    }

    private void Run(SimulatedStorage storage, FakeBroker broker, int value)
    {
        var queue = new ReadingQueue(storage, _log);
        var publisher = new MeterPublisher(broker, queue, new MeterTopics(Settings(), 2), _log, _clock);
        for (int i = 0; i < 3; i++)
        {
            queue.Add(value + i, 900, false);
            publisher.Deliver("read");
        }
    }

    private (ReadingQueue Queue, MeterPublisher Publisher) Start()
    {
        var queue = new ReadingQueue(_storage, _log);
        return (queue, new MeterPublisher(_broker, queue, new MeterTopics(Settings(), 2), _log, _clock));
    }

    private static StationSettings Settings()
    {
        var storage = new SimulatedStorage { [StationSettings.FileName] = Encoding.ASCII.GetBytes("id=cellar\nname=Water, cold\nkind=water\nbroker=192.168.1.5\n") };
        return StationSettings.Read(storage, new RecordedEvents()) ?? throw new InvalidOperationException("settings are refused");
    }
}
