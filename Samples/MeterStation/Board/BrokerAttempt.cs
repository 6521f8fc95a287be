using System;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace Edge.MeterStation.Board
{
    /// <summary>
    /// One try to reach the broker, in a thread of its own: the client looks the broker's name up and connects without a limit of time, and a
    /// broker that is switched off answers nothing for minutes.
    /// </summary>
    internal sealed class BrokerAttempt
    {
        private const ushort KeepAliveSeconds = 60;

        private readonly StationSettings _settings;
        private readonly Thread _thread;
        private MqttClient _client;

        /// <summary>Starts to connect.</summary>
        public BrokerAttempt(StationSettings settings)
        {
            _settings = settings;
            _thread = new Thread(Connect);
            _thread.Start();
        }

        /// <summary>Waits for the end.</summary>
        /// <param name="limitMs">Longest wait.</param>
        /// <param name="client">The connected client; null when there is none, or not yet.</param>
        /// <returns>False when the attempt goes on.</returns>
        public bool Wait(int limitMs, out MqttClient client)
        {
            bool isOver = _thread.Join(limitMs);
            client = isOver ? _client : null;
            return isOver;
        }

        private void Connect()
        {
            MqttClient client = null;
            try
            {
                client = new MqttClient(_settings.Broker, _settings.BrokerPort, false, null, null, MqttSslProtocols.None);
                MqttReasonCode code = client.Connect(
                    "edge-" + _settings.Id, _settings.User, _settings.Password, false, MqttQoSLevel.AtMostOnce, false, null, null, true, KeepAliveSeconds);
                if (code == MqttReasonCode.Success)
                {
                    _client = client;
                    return;
                }
            }
            catch (Exception)
            {
                // No such name, no answer, or refused: all the same for who waits.
            }

            M2MqttLink.Close(client);
        }
    }
}
