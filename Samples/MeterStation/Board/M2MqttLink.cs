using System;
using System.Text;
using System.Threading;
using Edge.MeterStation.Publishing;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using nanoFramework.Networking;

namespace Edge.MeterStation.Board
{
    /// <summary>nanoFramework's MQTT client over Wi-Fi; the board knows the network's name and password from its own configuration.</summary>
    internal sealed class M2MqttLink : IMqttLink
    {
        private readonly StationSettings _settings;
        private readonly AutoResetEvent _acknowledged = new AutoResetEvent(false);
        private BrokerAttempt _attempt;
        private MqttClient _client;
        private ushort _waitedFor;

        /// <summary>Connects to nothing yet.</summary>
        public M2MqttLink(StationSettings settings)
        {
            _settings = settings;
        }

        /// <inheritdoc />
        public bool IsConnected
        {
            get { return _client != null && _client.IsConnected; }
        }

        /// <summary>Closes a client, whatever state it is in: its threads and its socket would stay otherwise.</summary>
        /// <param name="client">The client, or null.</param>
        public static void Close(MqttClient client)
        {
            if (client == null)
            {
                return;
            }

            try
            {
                if (client.IsConnected)
                {
                    client.Disconnect();
                }
            }
            catch (Exception)
            {
                // The broker was gone already.
            }

            try
            {
                client.Close();
            }
            catch (Exception)
            {
                // It never had a socket.
            }
        }

        /// <inheritdoc />
        public bool Connect(int limitMs)
        {
            try
            {
                long end = Environment.TickCount64 + limitMs;
                var cancellation = new CancellationTokenSource(limitMs);
                if (!WifiNetworkHelper.Reconnect(false, 0, cancellation.Token))
                {
                    return false;
                }

                // An attempt of the last cycle that still goes on is waited for: a second one would not be quicker.
                if (_attempt == null)
                {
                    _attempt = new BrokerAttempt(_settings);
                }

                long left = end - Environment.TickCount64;
                if (_attempt.Wait(left > 0 ? (int)left : 0, out _client))
                {
                    _attempt = null;
                }

                if (_client != null)
                {
                    _client.MqttMsgPublished += OnPublished;
                }

                return IsConnected;
            }
            catch (Exception)
            {
                return false;
            }
        }

        /// <inheritdoc />
        public bool Publish(string topic, string payload, bool isRetained, int limitMs)
        {
            try
            {
                _acknowledged.Reset();
                _waitedFor = 0;
                ushort id = _client.Publish(topic, Encoding.UTF8.GetBytes(payload), null, null, MqttQoSLevel.AtLeastOnce, isRetained);
                while (_waitedFor != id)
                {
                    if (!_acknowledged.WaitOne(limitMs, false))
                    {
                        return false;
                    }
                }

                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        /// <inheritdoc />
        public void Disconnect()
        {
            MqttClient client = _client;
            _client = null;
            if (client != null)
            {
                client.MqttMsgPublished -= OnPublished;
                Close(client);
            }
        }

        private void OnPublished(object sender, MqttMsgPublishedEventArgs published)
        {
            if (published.IsPublished)
            {
                _waitedFor = published.MessageId;
                _acknowledged.Set();
            }
        }
    }
}
