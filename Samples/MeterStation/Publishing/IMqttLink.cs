namespace Edge.MeterStation.Publishing
{
    /// <summary>The part of an MQTT client that readings need; no method throws, and none waits longer than its limit.</summary>
    internal interface IMqttLink
    {
        /// <summary>Whether the broker was there a moment ago.</summary>
        bool IsConnected { get; }

        /// <summary>Joins the network and connects to the broker.</summary>
        /// <returns>False when that did not work within the limit.</returns>
        bool Connect(int limitMs);

        /// <summary>Publishes with quality of service 1 and waits for the broker's acknowledgement.</summary>
        /// <param name="topic">ASCII.</param>
        /// <param name="payload">ASCII.</param>
        /// <param name="isRetained">The broker keeps it for those who come later.</param>
        /// <param name="limitMs">Longest wait.</param>
        /// <returns>True when the broker has it. False when nobody knows: it may have arrived.</returns>
        bool Publish(string topic, string payload, bool isRetained, int limitMs);

        /// <summary>Ends the connection; the radio may sleep.</summary>
        void Disconnect();
    }
}
