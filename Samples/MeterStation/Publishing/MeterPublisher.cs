using Edge.Firmware.Faults;
using Edge.Runtime.Int8.Telemetry;

namespace Edge.MeterStation.Publishing
{
    /// <summary>
    /// Delivers waiting readings, the oldest first, each until the broker has acknowledged it. A broker that is away or slow costs a
    /// limited time and no reading.
    /// </summary>
    internal sealed class MeterPublisher
    {
        private const int ConnectMs = 15000;
        private const int PublishMs = 5000;
        private const long MostMicroseconds = 40000000; // of one delivery; what is left goes with the next

        private readonly IMqttLink _link;
        private readonly ReadingQueue _queue;
        private readonly MeterTopics _topics;
        private readonly IEventLog _log;
        private readonly IClock _clock;
        private bool _isAnnounced;

        /// <summary>Publishes over a link.</summary>
        public MeterPublisher(IMqttLink link, ReadingQueue queue, MeterTopics topics, IEventLog log, IClock clock)
        {
            _link = link;
            _queue = queue;
            _topics = topics;
            _log = log;
            _clock = clock;
        }

        /// <summary>Delivers what can be delivered now.</summary>
        /// <param name="status">State of the last try, for the diagnostic sensor.</param>
        /// <returns>True when nothing waits any more.</returns>
        public bool Deliver(string status)
        {
            long start = _clock.GetMicroseconds();
            bool isDelivered = (_link.IsConnected || _link.Connect(ConnectMs)) && Announce() && Send(start);
            if (isDelivered)
            {
                _link.Publish(_topics.StatusTopic, status, true, PublishMs); // the next one says it again
            }
            else
            {
                _log.Error(StationError.BrokerSilent, "mqtt", _queue.Count);
            }

            _link.Disconnect();
            return isDelivered;
        }

        // Once after each start: the broker keeps it, but who runs the broker may have cleared it.
        private bool Announce()
        {
            if (!_isAnnounced)
            {
                _isAnnounced = _link.Publish(_topics.ReadingConfigTopic, _topics.ReadingConfig(), true, PublishMs)
                    && _link.Publish(_topics.StatusConfigTopic, _topics.StatusConfig(), true, PublishMs);
            }

            return _isAnnounced;
        }

        private bool Send(long start)
        {
            bool hasRemoved = false;
            bool isDelivered = true;
            while (isDelivered && _queue.Count > 0)
            {
                QueuedReading reading = _queue.Peek();
                isDelivered = reading != null && _clock.GetMicroseconds() - start < MostMicroseconds
                    && _link.Publish(_topics.ReadingTopic, _topics.Reading(reading), true, PublishMs);
                if (isDelivered)
                {
                    _queue.Remove();
                    hasRemoved = true;
                }
            }

            if (hasRemoved)
            {
                _queue.Save();
            }

            return isDelivered;
        }
    }
}
