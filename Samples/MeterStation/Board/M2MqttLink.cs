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
        private const ushort KeepAliveSeconds = 60;

        private readonly StationSettings _settings;
        private readonly AutoResetEvent _acknowledged = new AutoResetEvent(false);
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

        /// <inheritdoc />
        public bool Connect(int limitMs)
        {
            try
            {
                var cancellation = new CancellationTokenSource(limitMs);
                if (!WifiNetworkHelper.Reconnect(false, 0, cancellation.Token))
                {
                    return false;
                }

                _client = new MqttClient(_settings.Broker, _settings.BrokerPort, false, null, null, MqttSslProtocols.None);
                _client.MqttMsgPublished += OnPublished;
                MqttReasonCode code = _client.Connect(
                    "edge-" + _settings.Id, _settings.User, _settings.Password, false, MqttQoSLevel.AtMostOnce, false, null, null, true, KeepAliveSeconds);
                return code == MqttReasonCode.Success;
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
            try
            {
                if (_client != null)
                {
                    _client.MqttMsgPublished -= OnPublished;
                    _client.Disconnect();
                    _client.Close();
                }
            }
            catch (Exception)
            {
                // It was gone already.
            }

            _client = null;
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
